package dev.jetbridge.jobs.analytics;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_ym_interval;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.LoyaltyProgramme;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Makes analytics.loyalty_programme: one row a tier and month, from the first month with an
 * enrolment or activity of any tier to the month of the as-of instant, without a gap.
 *
 * <p>The tier is the member's in loyalty.members; activity under a number that is not in it has the
 * tier none. Redemptions are what was spent, all other activity is what was earned, corrections
 * included. members and balance are running sums of joins, and of points earned less redeemed, up
 * to and including the month; what happened after the as-of instant does not count.
 */
public record LoyaltyProgrammeJob() implements Job {
  private static final String REDEMPTION = "redemption";
  private static final String NONE = "none";

  private static final String FIRST_MONTH = "first_month";
  private static final String EARNED = "earned";
  private static final String REDEEMED = "redeemed";

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> members =
        inputs
            .table(Members.TABLE)
            .filter(col(Members.ENROLLED_ON).leq(lit(run.asOfDate())))
            .select(
                col(Members.LOYALTY_NUMBER),
                col(Members.TIER).as(LoyaltyProgramme.TIER),
                Months.of(col(Members.ENROLLED_ON)).as(LoyaltyProgramme.MONTH));
    Dataset<Row> changes = joins(members).unionByName(points(inputs, run, members));
    return Outputs.of(
        changes
            .transform(LoyaltyProgrammeJob::perMonthAndTier)
            // Read three times from here on, and as small as the product itself.
            .transform(run.checkpoint()::apply)
            .transform(perMonth -> running(perMonth, run)));
  }

  private static Dataset<Row> joins(Dataset<Row> members) {
    return members
        .groupBy(col(LoyaltyProgramme.MONTH), col(LoyaltyProgramme.TIER))
        .agg(
            count(lit(1)).as(LoyaltyProgramme.JOINS),
            lit(0L).as(LoyaltyProgramme.ACTIVE_MEMBERS),
            lit(0L).as(LoyaltyProgramme.POINTS_EARNED),
            lit(0L).as(LoyaltyProgramme.POINTS_REDEEMED));
  }

  /** Adds up a number's month first, so that numbers are counted and not the activity. */
  private static Dataset<Row> points(Inputs inputs, RunContext run, Dataset<Row> members) {
    Column spent = col(Activity.ACTIVITY_TYPE).equalTo(REDEMPTION);
    return inputs
        .table(Activity.TABLE)
        .filter(col(Activity.OCCURRED_AT).leq(lit(run.asOf())))
        .groupBy(
            col(Activity.LOYALTY_NUMBER),
            Months.of(col(Activity.OCCURRED_AT)).as(LoyaltyProgramme.MONTH))
        .agg(
            sum(when(not(spent), col(Activity.MILES)).otherwise(0)).as(EARNED),
            sum(when(spent, negate(col(Activity.MILES))).otherwise(0)).as(REDEEMED))
        .join(members.drop(LoyaltyProgramme.MONTH), new String[] {Activity.LOYALTY_NUMBER}, "left")
        .groupBy(
            col(LoyaltyProgramme.MONTH),
            coalesce(col(LoyaltyProgramme.TIER), lit(NONE)).as(LoyaltyProgramme.TIER))
        .agg(
            lit(0L).as(LoyaltyProgramme.JOINS),
            count(lit(1)).as(LoyaltyProgramme.ACTIVE_MEMBERS),
            sum(col(EARNED)).as(LoyaltyProgramme.POINTS_EARNED),
            sum(col(REDEEMED)).as(LoyaltyProgramme.POINTS_REDEEMED));
  }

  private static Dataset<Row> perMonthAndTier(Dataset<Row> changes) {
    return changes
        .groupBy(col(LoyaltyProgramme.MONTH), col(LoyaltyProgramme.TIER))
        .agg(
            sum(col(LoyaltyProgramme.JOINS)).as(LoyaltyProgramme.JOINS),
            sum(col(LoyaltyProgramme.ACTIVE_MEMBERS)).as(LoyaltyProgramme.ACTIVE_MEMBERS),
            sum(col(LoyaltyProgramme.POINTS_EARNED)).as(LoyaltyProgramme.POINTS_EARNED),
            sum(col(LoyaltyProgramme.POINTS_REDEEMED)).as(LoyaltyProgramme.POINTS_REDEEMED));
  }

  /** A few rows a month: every tier in every month, and the running sums. */
  private static Dataset<Row> running(Dataset<Row> changes, RunContext run) {
    WindowSpec upToMonth =
        Window.partitionBy(col(LoyaltyProgramme.TIER)).orderBy(col(LoyaltyProgramme.MONTH));
    Column joins = orZero(LoyaltyProgramme.JOINS);
    Column earned = orZero(LoyaltyProgramme.POINTS_EARNED);
    Column redeemed = orZero(LoyaltyProgramme.POINTS_REDEEMED);
    return everyMonthOfEveryTier(changes, run)
        .join(changes, new String[] {LoyaltyProgramme.MONTH, LoyaltyProgramme.TIER}, "left")
        .select(
            col(LoyaltyProgramme.MONTH),
            col(LoyaltyProgramme.TIER),
            sum(joins).over(upToMonth).as(LoyaltyProgramme.MEMBERS),
            joins.as(LoyaltyProgramme.JOINS),
            orZero(LoyaltyProgramme.ACTIVE_MEMBERS).as(LoyaltyProgramme.ACTIVE_MEMBERS),
            earned.as(LoyaltyProgramme.POINTS_EARNED),
            redeemed.as(LoyaltyProgramme.POINTS_REDEEMED),
            sum(earned.minus(redeemed)).over(upToMonth).as(LoyaltyProgramme.BALANCE));
  }

  private static Dataset<Row> everyMonthOfEveryTier(Dataset<Row> changes, RunContext run) {
    Column months =
        sequence(
            col(FIRST_MONTH), Months.of(lit(run.asOfDate())), make_ym_interval(lit(0), lit(1)));
    Dataset<Row> calendar =
        changes
            .agg(min(col(LoyaltyProgramme.MONTH)).as(FIRST_MONTH))
            .select(explode(months).as(LoyaltyProgramme.MONTH));
    return changes.select(col(LoyaltyProgramme.TIER)).distinct().crossJoin(calendar);
  }

  private static Column orZero(String column) {
    return coalesce(col(column), lit(0L));
  }
}
