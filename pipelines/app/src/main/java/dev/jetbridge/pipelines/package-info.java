/**
 * When and where a product runs: the composition root, command line, run graph, lake, channels and
 * report. The only place with a main, a session, credentials and a clock.
 */
package dev.jetbridge.pipelines;
