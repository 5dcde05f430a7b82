package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.contracts.QualityRule.Library;
import dev.jetbridge.contracts.QualityRule.Sql;
import java.util.ArrayList;
import java.util.List;

/** The rules in the quality sections of a contract: of the ODCS library, SQL, or DQDL as it is. */
public final class WrittenRules {
  /** The name of the table in queries, here and in Glue. */
  public static final String PRIMARY = "primary";

  private WrittenRules() {}

  public static List<ContractRule> of(Contract contract, RuleFaults faults) {
    List<ContractRule> rules = new ArrayList<>();
    for (QualityRule rule : contract.rules()) {
      faults.gather(rule.id(), id -> rules.add(write(contract, rule)));
    }
    return rules;
  }

  private static ContractRule write(Contract contract, QualityRule rule) throws RuleFault {
    if (rule.check() instanceof Library library) {
      return new LibraryRule(contract, rule, library).write();
    }
    if (rule.check() instanceof Sql sql) {
      return writeSql(rule, sql);
    }
    String text = ((Dqdl) rule.check()).text().strip();
    return ContractRule.written(rule, text, text);
  }

  private static ContractRule writeSql(QualityRule rule, Sql sql) throws RuleFault {
    String query = sql.query().strip().replace("{object}", PRIMARY);
    if (query.contains("{property}")) {
      query =
          query.replace(
              "{property}",
              SparkSql.column(
                  rule.column()
                      .orElseThrow(
                          () -> new RuleFault("{property} needs a rule under a property"))));
    }
    SparkSql.checkQuery(query);
    return ContractRule.written(
        rule,
        DqdlText.customSql(query, sql.expectation()),
        "result of the query " + DqdlText.condition(sql.expectation()));
  }
}
