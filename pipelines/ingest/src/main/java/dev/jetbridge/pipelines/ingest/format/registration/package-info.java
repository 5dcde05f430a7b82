/** The one place that names the formats: nobody else does. */
package dev.jetbridge.pipelines.ingest.format.registration;
