package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** Phrases of the descriptions that staff read. */
final class Words {
  private Words() {}

  /** A cabin code in words: F, C, W or Y. */
  static Column cabin(Column code) {
    return when(code.equalTo("F"), "first")
        .when(code.equalTo("C"), "business")
        .when(code.equalTo("W"), "premium economy")
        .when(code.equalTo("Y"), "economy")
        .otherwise(code);
  }

  /** Where something was sold. */
  static Column channel(Column channel) {
    return when(channel.equalTo("web"), "on the web")
        .when(channel.equalTo("app"), "in the app")
        .when(channel.equalTo("agent"), "through an agent")
        .when(channel.equalTo("call-centre"), "through the call centre")
        .otherwise(channel);
  }

  /** A number and its noun, such as "1 minute" and "25 minutes". */
  static Column counted(Column number, String noun) {
    return concat(
        number.cast(DataTypes.StringType),
        lit(" " + noun),
        when(number.equalTo(1), "").otherwise("s"));
  }
}
