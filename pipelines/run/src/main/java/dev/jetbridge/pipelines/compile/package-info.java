/**
 * What follows from a contract, made once and used by whoever lints, plans, runs or schedules it.
 */
package dev.jetbridge.pipelines.compile;
