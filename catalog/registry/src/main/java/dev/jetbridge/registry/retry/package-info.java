/** How everything is tried again that others may be in the way of: with pauses that grow. */
package dev.jetbridge.registry.retry;
