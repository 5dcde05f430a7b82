/**
 * Whether a product is good: the quality rules of its contract as one DQDL ruleset, evaluated by
 * Deequ, some of them inside the write itself. Owns the rules, their verdicts and the report. Knows
 * no job, no table format and no place; no type of Deequ or of the rule language leaves it, and no
 * value of a row.
 */
package dev.jetbridge.quality;
