package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;

/**
 * A rule of a contract in the rule language.
 *
 * @param id the id the contract gives it, or kind and column for one that follows from the schema,
 *     such as {@code required:ticket_number}
 * @param dqdl its text, the same for Glue Data Quality
 * @param observable whether the write that stages the rows can measure it
 * @param expectation what it expects, in words
 */
public record CompiledRule(
    String id,
    String dqdl,
    Scope scope,
    Severity severity,
    boolean observable,
    String expectation) {}
