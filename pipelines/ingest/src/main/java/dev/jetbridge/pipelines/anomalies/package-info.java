/** Figures of the files and runs of a source, compared with those of earlier runs. */
package dev.jetbridge.pipelines.anomalies;
