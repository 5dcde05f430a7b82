/** Contracts together: found, read, and judged among each other, such as cycles, groups and ids. */
package dev.jetbridge.contracts.mesh;
