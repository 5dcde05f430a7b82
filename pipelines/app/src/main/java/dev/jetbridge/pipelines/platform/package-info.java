/** How the program starts where it is not its own: as a job of AWS Glue. */
package dev.jetbridge.pipelines.platform;
