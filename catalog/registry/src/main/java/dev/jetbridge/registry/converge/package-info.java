/** How everything that a service keeps for us is brought to its desired state. */
package dev.jetbridge.registry.converge;
