package dev.jetbridge.quality.rules;

import com.amazon.deequ.dqdl.model.ExecutableRule;
import dev.jetbridge.contracts.QualityRule.Scope;
import java.util.Optional;

/**
 * A rule ready to be evaluated.
 *
 * @param held what is measured when every row fulfils it, of a rule that follows from the schema
 * @param rows the rows to read for it: those of the run also when the run replaces the table
 */
public record Compiled(
    CompiledRule rule, ExecutableRule executable, Optional<Double> held, Scope rows) {
  public boolean strict() {
    return held.isPresent();
  }
}
