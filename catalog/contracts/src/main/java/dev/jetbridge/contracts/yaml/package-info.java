/** A document with its lines, the shapes that its parts must have, and the faults found in it. */
package dev.jetbridge.contracts.yaml;
