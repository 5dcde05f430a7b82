/**
 * The page about a run: collected from the operations tables and a few small aggregations of
 * published snapshots, then written as one static file. It shows counts, measures and names of
 * columns and files; never an identifier or a value of a row.
 */
package dev.jetbridge.pipelines.report;
