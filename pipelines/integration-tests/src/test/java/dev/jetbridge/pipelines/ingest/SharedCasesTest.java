package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The inputs of bug reports about other tools, kept beside the project: what a dry run says of each
 * is the true reason, and says nothing of the records that are right. Skipped where they are not
 * there. Which values are loaded is what {@link ValuesTest} and {@link HostileFilesTest} say.
 */
class SharedCasesTest extends LakeTest {
  private static final Path CASES =
      Path.of(System.getProperty("jetbridge.shared", "none"), "cases");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          02-number-formats/contract/eu_amounts | 02-number-formats/in/eu_1.csv | refused: type: column amount must be a number with at most 1 decimal, which 30 of 30 records are not
          02-number-formats/contract/us_amounts | 02-number-formats/in/us_1.csv | has thousands separators; numberFormat {group: ','} would accept it
          05-header-names/contract/case_header | 05-header-names/in/case_1.csv | 0 of 11
          05-header-names/contract/dup_header | 05-header-names/in/dup_1.csv | column name twice, at positions 2 and 3
          05-header-names/contract/blank_header | 05-header-names/in/blank_1.csv | column 3 has no name and is ignored
          06-numbers/contract/numbers | 06-numbers/in_2/nums_2.csv | 4 of 30, has an exponent; numberFormat {exponent: true} would accept it
          07-null-markers/contract/airlines | 07-null-markers/in/airlines_1.csv | is a marker for a missing value; nullMarkers would read it as null
          07-null-markers/contract/airlines_dat | 07-null-markers/in/airlines_noheader.dat | refused: header
          08-bts-ontime/contract/ontime | 08-bts-ontime/in/ontime_2023_10.csv | column 33 has no name and is ignored
          09-two-digit-year/contract/people4 | 09-two-digit-year/in/people_1.csv | has the form M/d/yy, with two digits of a year
          11-timestamps/contract/stamps | 11-timestamps/in/ts_1.csv | 14 of 29, has 9 digits of a second
          13-json-key-case/contract/users | 13-json-key-case/in/users_1.json | refused: header: 4 fields, the contract has 2 (extra field UserUpn (differs from UserUPN in upper and lower case)
          13-json-key-case/contract/users_both | 13-json-key-case/in/users_1.json | 0 of 5
          13-json-key-case/contract/users_ign | 13-json-key-case/in/users_1.json | 0 of 5
          14-json-numbers/contract/jnums | 14-json-numbers/in/nums_1.json | 14 of 18
          14-json-numbers/contract/jnested | 14-json-numbers/in/nested_1.json | 0 of
          25-cp1252/contract/latin1 | 25-cp1252/in/p_1.csv | byte 0x93 is a control character in ISO-8859-1 and a quotation mark in windows-1252
          25-cp1252/contract/cp1252 | 25-cp1252/in/p_1.csv | 0 of
          26-money/contract/money | 26-money/in_2/bank_2.csv | 13 of 61, is in parentheses and has a currency mark
          26-money/contract/money_f | 26-money/in_2/bank_2.csv | has a minus after it; numberFormat {accounting: true} would accept it
          30-booleans/contract/flags | 30-booleans/in/flags_1.csv | 13 of 47, is a different word; booleanWords would accept it
          34-excel-artifacts/contract/excel | 34-excel-artifacts/in_1/ex_1b.csv | differs from the missing email in a no-break space (U+00A0)
          36-json-number-text/contract/jpay | 36-json-number-text/in/pay_1.json | 3 of 8, has decimals, though all are 0
          37-nanosecond-order/contract/nanos | 37-nanosecond-order/in/cdc_1.csv | has 7 digits of a second, at most 6 are kept
          """)
  void saysWhatIsRight(String contract, String file, String expected) throws IOException {
    Contract product = contract(contract);
    Path path = CASES.resolve(file);
    land(product, path.getFileName().toString(), Files.readAllBytes(path));
    Ingest ingest = ingest(product);

    Ingest.DryRun run = ingest.dryRun(landing().files(product.id())).get(0);

    String said =
        run.refusal()
            .map(r -> "refused: " + r)
            .orElseGet(() -> run.rejected() + " of " + run.records() + ", " + run.rejects());
    for (String part : expected.split(", (?=has |is )", 2)) {
      assertThat(said + run.warning().orElse("")).contains(part);
    }
  }

  @Test
  void refusesATwoDigitYearWithoutAPivot() {
    assertThatThrownBy(() -> contract("09-two-digit-year/contract-yy/people2"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("pivotYear");
  }

  private static Contract contract(String name) throws IOException {
    assumeTrue(Files.isDirectory(CASES), "the shared cases are not there: " + CASES);
    Path yaml = CASES.resolve(name + ".odcs.yaml");
    return ContractLoader.parse(Files.readString(yaml), yaml.toString());
  }
}
