/**
 * Keeps the lake small without harming anybody: compaction, expiry, and the removal of what killed
 * and refused runs left. It makes no rows and publishes nothing.
 */
package dev.jetbridge.pipelines.upkeep;
