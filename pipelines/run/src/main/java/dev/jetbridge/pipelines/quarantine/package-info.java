/**
 * What was rejected, read back from landing, and the way back in: list, show, export, mend, replay.
 */
package dev.jetbridge.pipelines.quarantine;
