package dev.jetbridge.quality;

import com.amazon.deequ.dqdl.model.ExecutableRule;
import dev.jetbridge.contracts.QualityRule.Scope;

/**
 * A rule ready to be evaluated.
 *
 * @param strict whether it follows from the schema and so holds when every row fulfils it
 * @param rows the rows to read for it: those of the run also when the run replaces the table
 */
record Compiled(CompiledRule rule, ExecutableRule executable, boolean strict, Scope rows) {}
