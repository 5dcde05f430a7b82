/** The sources of the sample airline, a class each, and the list of them. */
package dev.jetbridge.pipelines.simulator.sources;
