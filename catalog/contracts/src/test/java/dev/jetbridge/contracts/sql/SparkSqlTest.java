package dev.jetbridge.contracts.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSqlTest {
  private static final List<Column> COLUMNS =
      ContractLoader.bundled().get(ProductId.parse("reservations.bookings")).columns();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fare_amount > 0",
        "departure_airport <> arrival_airport",
        "departure_date >= to_date(booked_at)",
        "cabin in ('F', 'C') or agency_code is null",
        "length(agency_code) = 8 and `status` rlike '^c'",
        "timestampadd(DAY, 400, booked_at) > updated_at",
      })
  void acceptsPredicatesOverColumns(String predicate) {
    assertThat(predicate(predicate)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fare_amount > | is not a valid predicate of Spark SQL",
        "fare_amont > 0 and taxamount > 0 | unknown column fare_amont; did you mean fare_amount?",
        "fare_amount > 0 and taxamount > 0 | unknown column taxamount; did you mean tax_amount?",
        "fare_amount + 1 | is not a valid predicate over these columns:"
            + " [DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN]",
        "fare_amount > array(1) | is not a valid predicate over these columns: [DATATYPE_MISMATCH",
        "lenght(cabin) = 1 | unknown function lenght; did you mean length?",
        "sum(fare_amount) > 0 | is not a valid predicate over these columns:"
            + " [INVALID_WHERE_CONDITION]",
        "rand() > 0.5 | must give the same result in every run",
        "booked_at < now() | must give the same result in every run",
        "departure_date > current_date() | must give the same result in every run",
        "departure_date > current_date | must give the same result in every run",
        "booked_at < current_timestamp() | must give the same result in every run",
      })
  void refusesPredicatesThatDoNotHold(String predicate, String expected) {
    assertThat(predicate(predicate)).anyMatch(f -> f.startsWith(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select count(*) from {object}",
        "select 100.0 * count_if(status = 'cancelled') / count(*) from {object}",
        "select count(*) from {object} where {object}.cabin is null",
        "with days as (select departure_date d from {object}) select count(distinct d) from days",
        "select count({property}) from {object}",
        "select count(*) from {object} b left join identity.links l on l.record_key = b.status",
      })
  void acceptsQueriesWithOneNumber(String query) {
    assertThat(query(query)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selct count(*) from {object} | is not a valid query of Spark SQL",
        "select count(*) from {object} where cabn = 'F' | is not a valid query over this table:"
            + " [UNRESOLVED_COLUMN",
        "select count(*) from {object} where lenght(cabin) > 1 | unknown function lenght",
        "select count(*) from nosuchfunction(3) | the table function nosuchfunction is not allowed"
            + " here or does not exist",
        "select cabin from {object} | must have one number as its result",
        "select count(*), max(fare_amount) from {object} | must have one number as its result",
        "select count(*) from {object} where booked_at > now() | must give the same result in every"
            + " run",
      })
  void refusesQueriesThatCannotBeJudged(String query, String expected) {
    assertThat(query(query)).anyMatch(f -> f.startsWith(expected));
  }

  private static List<String> predicate(String text) {
    return new SparkSql(COLUMNS).stablePredicateFaults(text);
  }

  private static List<String> query(String text) {
    return new SparkSql(COLUMNS).queryFaults(text, Optional.of("cabin"));
  }
}
