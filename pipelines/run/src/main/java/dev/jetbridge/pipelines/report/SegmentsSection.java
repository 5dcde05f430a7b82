package dev.jetbridge.pipelines.report;

import dev.jetbridge.pipelines.report.Segmentation.Segment;
import java.math.BigDecimal;

/** The segments: how many customers, how much of the spend, and what they are like on average. */
final class SegmentsSection {
  private final Segmentation segmentation;

  SegmentsSection(Segmentation segmentation) {
    this.segmentation = segmentation;
  }

  Html html() {
    if (segmentation.segments().isEmpty()) {
      return Html.NONE;
    }
    return Html.of(
        """
        <section id="segments"><h2>Customer segments</h2>
        <p class="note">{} as of {}, by how recently, how often and for how much they buy. The upper bar is a segment’s share of the customers, the lower one its share of all they spent; the table holds means a customer.</p>
        <div class="panel">
        <ol class="segments">{}</ol>
        <div class="scroll" role="region" aria-label="Segment profiles" tabindex="0">
        <table class="profiles">
        <thead><tr><th scope="col">Segment</th><th scope="col">Customers</th><th scope="col">Last purchase, days ago</th><th scope="col">Days with a purchase</th><th scope="col">Spent, {}</th><th scope="col">Customer for, days</th></tr></thead>
        <tbody>{}</tbody></table></div>
        </div>
        </section>
        """,
        Wording.counted(segmentation.customers(), "customer"),
        Wording.instant(segmentation.asOf()),
        Html.join(segmentation.segments().stream().map(this::bars).toList()),
        segmentation.currency(),
        Html.join(segmentation.segments().stream().map(SegmentsSection::profile).toList()));
  }

  private Html bars(Segment segment) {
    double customers = (double) segment.customers() / Math.max(1, segmentation.customers());
    BigDecimal all = segmentation.spend();
    double spend = all.signum() > 0 ? segment.spend().doubleValue() / all.doubleValue() : 0;
    return Html.of(
        """
        <li><div><b>{}</b><p>{}</p></div>
        <div class="pair">
          <div class="track"><i class="customers" style="width:{}"></i></div><span>{} of customers</span>
          <div class="track"><i class="spend" style="width:{}"></i></div><span>{} of spend</span>
        </div></li>
        """,
        segment.name(),
        segment.description(),
        Wording.length(customers),
        Wording.percent(customers),
        Wording.length(spend),
        Wording.percent(spend));
  }

  private static Html profile(Segment segment) {
    return Html.of(
        """
        <tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>
        """,
        segment.name(),
        Wording.count(segment.customers()),
        Wording.number(segment.recencyDays(), 0),
        Wording.number(segment.frequency(), 1),
        Wording.number(segment.meanSpend(), 0),
        Wording.number(segment.tenureDays(), 0));
  }
}
