package dev.jetbridge.quality.rules;

import com.amazon.deequ.dqdl.model.ExecutableRule;
import com.amazon.deequ.dqdl.model.UnsupportedExecutableRule;
import com.amazon.deequ.dqdl.translation.DQDLRuleTranslator;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scala.Option;
import scala.collection.JavaConverters;
import software.amazon.glue.dqdl.exception.InvalidDataQualityRulesetException;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.DQRuleset;
import software.amazon.glue.dqdl.parser.DQDLParser;

/** Compiles the text of one rule: the dqdl parser reads it and Deequ translates it. */
public final class RuleCompiler {
  private final Contract contract;
  private final boolean replacesTable;
  private final RuleChecks checks;

  public RuleCompiler(Contract contract) {
    this.contract = contract;
    this.replacesTable = contract.change().writeMode() == WriteMode.OVERWRITE;
    this.checks = new RuleChecks(contract.columns());
  }

  public Compiled compile(ContractRule rule) throws RuleFault {
    DQRuleset ruleset = parse(rule.dqdl());
    DQRule written = ruleset.getRules().get(0);
    for (DQRule leaf : written.getNestedRulesAsFlattenedList()) {
      checks.check(leaf);
    }
    ExecutableRule executable = translate(meaning(rule, written).orElse(ruleset));
    Scope rows = replacesTable ? Scope.RUN : rule.scope();
    boolean observable = rows == Scope.RUN && ExecutableRules.isObservable(executable);
    return new Compiled(
        new CompiledRule(
            rule.id(), rule.dqdl(), rule.scope(), rule.severity(), observable, rule.expectation()),
        executable,
        rule.held(),
        rows);
  }

  /** The rule anew where Deequ means something else; what follows from the schema it does not. */
  private Optional<DQRuleset> meaning(ContractRule rule, DQRule written) throws RuleFault {
    Optional<String> text = rule.strict() ? Optional.empty() : meaning(written);
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get()));
  }

  private Optional<String> meaning(DQRule rule) throws RuleFault {
    List<DQRule> parts = rule.getNestedRules();
    if (parts == null || parts.isEmpty()) {
      return DqdlMeaning.of(contract, rule);
    }
    List<String> texts = new ArrayList<>();
    boolean anew = false;
    for (DQRule part : parts) {
      Optional<String> text = meaning(part);
      anew |= text.isPresent();
      texts.add("(" + text.orElseGet(part::toString) + ")");
    }
    String operator = " " + rule.getOperator().name().toLowerCase(Locale.ROOT) + " ";
    return anew ? Optional.of(String.join(operator, texts)) : Optional.empty();
  }

  private static DQRuleset parse(String rule) throws RuleFault {
    DQRuleset ruleset;
    try {
      ruleset = new DQDLParser().parse("Rules = [\n" + rule + "\n]");
    } catch (InvalidDataQualityRulesetException e) {
      throw new RuleFault(
          "not a rule of DQDL: "
              + e.getMessage().replace("Parsing Error: ", "").replaceAll("\\s+", " "));
    }
    if (ruleset.getRules().size() != 1) {
      throw new RuleFault("holds " + ruleset.getRules().size() + " rules of DQDL, must be one");
    }
    return ruleset;
  }

  private static ExecutableRule translate(DQRuleset ruleset) throws RuleFault {
    ExecutableRule executable;
    try {
      executable = DQDLRuleTranslator.toExecutableRules(ruleset).head();
    } catch (RuntimeException e) {
      throw new RuleFault("Deequ cannot translate it: " + e.getMessage());
    }
    Optional<UnsupportedExecutableRule> unsupported =
        ExecutableRules.leaves(executable)
            .filter(UnsupportedExecutableRule.class::isInstance)
            .map(UnsupportedExecutableRule.class::cast)
            .findFirst();
    if (unsupported.isPresent()) {
      Option<String> reason = unsupported.get().reason();
      throw new RuleFault(
          "Deequ does not support it"
              + JavaConverters.seqAsJavaList(reason.toList()).stream()
                  .map(r -> ": " + r)
                  .findFirst()
                  .orElse(""));
    }
    return executable;
  }
}
