package dev.jetbridge.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.pipelines.report.ReportedProduct.About;
import dev.jetbridge.pipelines.report.ReportedProduct.Ended;
import dev.jetbridge.pipelines.report.Segmentation.Segment;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style><script>1</script>&amp;&lt;",
        "=HYPERLINK(\"http://example.org\")",
        "{} %s ${x} \\1",
        "]]><!-- \u0000\u0007\u202Egpj.exe\uD800"
      })
  void keepsItsStructureWhateverTheTextsOfStrangersSay(String text) throws Exception {
    List<String> harmless = elements(hostile("plain"));

    List<String> elements = elements(hostile(text));

    assertThat(elements).isEqualTo(harmless);
  }

  @Test
  void showsTextsOfStrangersAsTheyAreWritten() {
    String page = page(hostile("<b>R&D</b> \"x\" 'y'"));

    assertThat(page)
        .contains("&lt;b&gt;R&amp;D&lt;/b&gt; &quot;x&quot; &#39;y&#39;")
        .doesNotContain("<b>R&D");
  }

  @Test
  void loadsNothing() {
    String page = page(SampleReport.allPublished());

    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain(
            "<script", "<link", "<img", "src=", "url(", "@import", "http://", "https://");
  }

  @Test
  void leadsToNothingThatIsNotOnThePageButTheRegistrationPlan() throws Exception {
    Document page = parsed(page(SampleReport.allPublished()));

    List<String> ids = attributes(page, "id");

    assertThat(attributes(page, "href"))
        .contains("registration-plan.json", "#product-loyalty.members")
        .allMatch(h -> h.equals("registration-plan.json") || ids.contains(h.substring(1)));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void saysWhatWasPublishedAndHowManyRecords() {
    String page = page(SampleReport.allPublished());

    assertThat(page)
        .contains("Run as of the end of 31 August 2023, UTC")
        .contains("<h1>12 products published.</h1>")
        .contains("1,836 files of 6 sources were read")
        .contains("<dt>Records read</dt><dd>288,170<small>from 1,836 files, 2 refused</small>")
        .contains("<dt>Loaded</dt><dd>256,754<small>")
        .contains("<dt>Quarantined</dt><dd>206<small>&lt; 0.1 % of records</small>");
  }

  @Test
  void saysWhatWentWrongAndWhatToDo() {
    String page = page(SampleReport.troubled());

    assertThat(page)
        .contains(
            "<h1>1 product failed, 1 refused, 1 nothing accepted, 3 blocked. 5 of 12 products are"
                + " up to date.</h1>")
        .contains("none of the 12 records was accepted", "(./jetbridge --home H quarantine export")
        .contains("no space left on device", "Check that the service or disk is available")
        .contains("audit_8f2c61d09be4a7f3", "The published table is as it was.")
        .contains("3 products blocked", "its input loyalty.members failed or was refused")
        .contains("2 files refused whole")
        .contains("Its data end 4 days before the as-of instant; the contract promises 48 hours.");
    for (Ending ending : Ending.values()) {
      assertThat(page).contains("class=\"pill " + ending.style() + "\"", ending.label());
    }
  }

  @Test
  void saysHowARuleWasBrokenOrWhyItIsUnknown() {
    String page = page(SampleReport.troubled());

    assertThat(page)
        .contains("<b>21</b> passed <b>1</b> violated <b>1</b> not evaluated")
        .contains(
            "<li class=\"bad\"><b>key</b> violated: observed 0.9713, expected share of rows whose"
                + " (loyalty_number) occurs once = 1</li>")
        .contains("<li class=\"warn\"><b>email_share</b> not evaluated: no row was seen</li>");
  }

  @Test
  void showsWhichRunTheFiguresOfACardAreOf() {
    String page = page(SampleReport.troubled());

    assertThat(page)
        .contains("88,412 records of 365 files in its last published run")
        .contains("12,944 records of 365 files in the refused attempt")
        .contains("131,507 records of 365 files in this run");
  }

  @Test
  void accountsForQuarantineByColumnAndRule() {
    String page = page(SampleReport.allPublished());

    assertThat(page)
        .contains(
            "<th scope=\"row\">fare_amount<small>type</small></th><td>must be a decimal number with"
                + " at most 2 decimals</td><td>41</td>")
        .contains("whole record<small>fields</small>")
        .contains("<summary>4 more reasons</summary>");
    assertThat(Html.name("row-rule:<b>_.csv").markup())
        .isEqualTo("row-<wbr/>rule:<wbr/>&lt;b&gt;_<wbr/>.<wbr/>csv");
  }

  @Test
  void showsTheIdentifiedShareOfEachSourceAgainstTheDemand() {
    assertThat(page(SampleReport.allPublished()))
        .contains("inflight sales", "4.3 %", "left:5.00%", "68.4 %", "&gt; 99.9 %");
  }

  @Test
  void describesSegmentsValuesAndModels() {
    assertThat(page(SampleReport.allPublished()))
        .contains("9,214 customers as of 31 August 2023")
        .contains(
            "8.8 % of customers", "40.9 % of spend", "Bought recently, often and for the most.")
        .contains(
            "<th scope=\"row\">Champions</th><td>812</td><td>18</td><td>9.8</td><td>38,473</td>")
        .contains("in the 52 weeks after 31 August 2023", "by the most valuable tenth")
        .contains("buys again every 59 days on average", "11.7 % of them stop for good")
        .contains("A purchase day is worth 1,951 on average")
        .contains("The segments explain 71.3 % of how customers differ");
  }

  @Test
  void saysThatAMeanStandsInForAModelThatCouldNotBeFitted() {
    assertThat(page(SampleReport.troubled()))
        .contains("one mean is used for all of them: not fitted: 3 customers")
        .doesNotContain("buys again every");
  }

  @Test
  void namesTheNextDay() {
    assertThat(page(SampleReport.allPublished()))
        .contains("<code>./jetbridge --home H run --as-of 2023-09-01<");
  }

  @Test
  void isAPageWithoutAnyProduct() throws Exception {
    ReportModel empty =
        new ReportModel(
            SampleReport.AS_OF,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    assertThat(page(empty))
        .contains("There is no product yet.")
        .doesNotContain("<svg class=\"graph\"");
    assertThat(elements(empty)).contains("main 0", "h1 0");
  }

  @Test
  void isAPageWhenTheFirstRunFailedAltogether() {
    List<ReportedProduct> failed = new ArrayList<>();
    for (ReportedProduct product : SampleReport.products()) {
      failed.add(
          new ReportedProduct(
              product.about(),
              new Ended(Ending.FAILED, "Cannot connect", Optional.of(FailureKind.EXTERNAL)),
              Optional.empty(),
              Optional.empty(),
              Findings.NONE,
              new Freshness(Optional.empty(), Optional.empty(), Optional.empty())));
    }

    String page =
        page(
            new ReportModel(
                SampleReport.AS_OF,
                failed,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));

    assertThat(page)
        .contains("12 products failed. 0 of 12 products are up to date.")
        .contains("Nothing was published yet")
        .contains("Never published");
  }

  @Test
  void saysThatNothingWasNew() {
    List<ReportedProduct> unchanged =
        SampleReport.products().stream()
            .map(
                p ->
                    new ReportedProduct(
                        p.about(),
                        new Ended(Ending.UNCHANGED, "no new file", Optional.empty()),
                        p.run(),
                        p.rows(),
                        p.findings(),
                        p.freshness()))
            .toList();

    String page =
        page(
            new ReportModel(
                SampleReport.AS_OF,
                unchanged,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));

    assertThat(page)
        .contains("Nothing was new: no table changed.")
        .contains("<dt>Records read</dt><dd>0<small>")
        .contains("131,507 records of 365 files in its last published run");
  }

  @Test
  void isTheSameForTheSameModel() {
    assertThat(page(SampleReport.troubled())).isEqualTo(page(SampleReport.troubled()));
  }

  /** A model whose every text is the same one. */
  private static ReportModel hostile(String text) {
    ReportedProduct product =
        new ReportedProduct(
            new About(
                ProductId.parse("shop.orders"),
                ProductKind.SOURCE_ALIGNED,
                0,
                List.of(),
                text,
                text,
                text),
            new Ended(Ending.REFUSED, text, Optional.of(FailureKind.CONTRACT)),
            SampleReport.products().get(0).run(),
            Optional.of(1L),
            new Findings(
                1,
                List.of(new Findings.Rule(text, true, true, Optional.of(0.5), text)),
                List.of(new Findings.IdentifiedShare(text, 0.5, Optional.empty(), false)),
                List.of(new Findings.QuarantineReason(text, text, text, 3)),
                List.of(new Findings.RefusedFile(text, text, text))),
            SampleReport.products().get(0).freshness());
    FittedModel bgNbd = SampleReport.bgNbd();
    return new ReportModel(
        SampleReport.AS_OF,
        List.of(product),
        List.of(),
        Optional.of(
            new Segmentation(
                SampleReport.AS_OF,
                text,
                List.of(new Segment(1, text, text, 1, BigDecimal.TEN, 1, 1, 1)))),
        Optional.of(
            new ValueDistribution(
                SampleReport.AS_OF, text, 52, 1, SampleReport.values().classes())),
        List.of(
            new FittedModel(
                bgNbd.product(),
                text,
                text,
                bgNbd.parameters(),
                JsonNodeFactory.instance.objectNode().put(text, text))),
        Optional.of(text));
  }

  /** Without the places where names may break. */
  private static String page(ReportModel model) {
    return new ReportPage(model, text -> text.replace("jetbridge ", "./jetbridge --home H "))
        .html()
        .replace("<wbr/>", "");
  }

  private static List<String> elements(ReportModel model) throws Exception {
    NodeList all = parsed(page(model)).getElementsByTagName("*");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      names.add(element.getTagName() + " " + element.getAttributes().getLength());
    }
    return names;
  }

  private static List<String> attributes(Document page, String name) {
    NodeList all = page.getElementsByTagName("*");
    List<String> values = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.hasAttribute(name)) {
        values.add(element.getAttribute(name));
      }
    }
    return values;
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }
}
