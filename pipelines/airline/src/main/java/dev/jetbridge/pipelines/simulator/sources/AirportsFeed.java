package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.Airports;
import dev.jetbridge.pipelines.simulator.feed.CsvForm;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.util.List;

/**
 * The airports of the network, as a provider of reference data sends them: all of them on the first
 * day, where the longitude of one has the wrong sign, and its correction in a daily file.
 * Coordinates are those of the aerodrome reference points, to four decimals.
 */
public record AirportsFeed(CsvForm form) implements Feed {
  /** The airport that is in the wrong place at first. */
  public static final String MISPLACED = "GLA";

  /** Code, name, city, country, latitude, longitude, time zone. */
  private static final String AIRPORTS =
      """
      DXB|Dubai International Airport|Dubai|AE|25.2528|55.3644|Asia/Dubai
      LHR|London Heathrow Airport|London|GB|51.4706|-0.4619|Europe/London
      LGW|London Gatwick Airport|London|GB|51.1481|-0.1903|Europe/London
      MAN|Manchester Airport|Manchester|GB|53.3537|-2.2750|Europe/London
      BHX|Birmingham Airport|Birmingham|GB|52.4539|-1.7480|Europe/London
      EDI|Edinburgh Airport|Edinburgh|GB|55.9500|-3.3725|Europe/London
      GLA|Glasgow Airport|Glasgow|GB|55.8719|-4.4331|Europe/London
      CDG|Paris Charles de Gaulle Airport|Paris|FR|49.0097|2.5479|Europe/Paris
      NCE|Nice Côte d'Azur Airport|Nice|FR|43.6584|7.2159|Europe/Paris
      FRA|Frankfurt Airport|Frankfurt|DE|50.0333|8.5706|Europe/Berlin
      MUC|Munich Airport|Munich|DE|48.3538|11.7861|Europe/Berlin
      HAM|Hamburg Airport|Hamburg|DE|53.6304|9.9882|Europe/Berlin
      DUS|Düsseldorf Airport|Düsseldorf|DE|51.2895|6.7668|Europe/Berlin
      MXP|Milan Malpensa Airport|Milan|IT|45.6306|8.7281|Europe/Rome
      FCO|Rome Fiumicino Airport|Rome|IT|41.8003|12.2389|Europe/Rome
      VCE|Venice Marco Polo Airport|Venice|IT|45.5053|12.3519|Europe/Rome
      MAD|Madrid Barajas Airport|Madrid|ES|40.4719|-3.5626|Europe/Madrid
      BCN|Barcelona El Prat Airport|Barcelona|ES|41.2971|2.0785|Europe/Madrid
      AMS|Amsterdam Schiphol Airport|Amsterdam|NL|52.3086|4.7639|Europe/Amsterdam
      BRU|Brussels Airport|Brussels|BE|50.9014|4.4844|Europe/Brussels
      ZRH|Zurich Airport|Zurich|CH|47.4647|8.5492|Europe/Zurich
      VIE|Vienna International Airport|Vienna|AT|48.1103|16.5697|Europe/Vienna
      CPH|Copenhagen Airport|Copenhagen|DK|55.6179|12.6560|Europe/Copenhagen
      ARN|Stockholm Arlanda Airport|Stockholm|SE|59.6519|17.9186|Europe/Stockholm
      JFK|John F. Kennedy International Airport|New York|US|40.6398|-73.7789|America/New_York
      IAD|Washington Dulles International Airport|Washington|US|38.9445|-77.4558|America/New_York
      BOS|Boston Logan International Airport|Boston|US|42.3643|-71.0052|America/New_York
      ORD|Chicago O'Hare International Airport|Chicago|US|41.9786|-87.9048|America/Chicago
      LAX|Los Angeles International Airport|Los Angeles|US|33.9425|-118.4081|America/Los_Angeles
      SFO|San Francisco International Airport|San Francisco|US|37.6190|-122.3750|America/Los_Angeles
      BOM|Chhatrapati Shivaji Maharaj International Airport|Mumbai|IN|19.0887|72.8679|Asia/Kolkata
      DEL|Indira Gandhi International Airport|Delhi|IN|28.5665|77.1031|Asia/Kolkata
      BLR|Kempegowda International Airport|Bengaluru|IN|13.1979|77.7063|Asia/Kolkata
      MAA|Chennai International Airport|Chennai|IN|12.9900|80.1693|Asia/Kolkata
      HYD|Rajiv Gandhi International Airport|Hyderabad|IN|17.2313|78.4299|Asia/Kolkata
      CCU|Netaji Subhas Chandra Bose International Airport|Kolkata|IN|22.6547|88.4467|Asia/Kolkata
      COK|Cochin International Airport|Kochi|IN|10.1520|76.4019|Asia/Kolkata
      SIN|Singapore Changi Airport|Singapore|SG|1.3502|103.9940|Asia/Singapore
      BKK|Bangkok Suvarnabhumi Airport|Bangkok|TH|13.6811|100.7470|Asia/Bangkok
      HKG|Hong Kong International Airport|Hong Kong|HK|22.3089|113.9150|Asia/Hong_Kong
      SYD|Sydney Kingsford Smith Airport|Sydney|AU|-33.9461|151.1772|Australia/Sydney
      JNB|O. R. Tambo International Airport|Johannesburg|ZA|-26.1392|28.2460|Africa/Johannesburg
      CPT|Cape Town International Airport|Cape Town|ZA|-33.9648|18.6017|Africa/Johannesburg
      NBO|Jomo Kenyatta International Airport|Nairobi|KE|-1.3192|36.9278|Africa/Nairobi
      CAI|Cairo International Airport|Cairo|EG|30.1219|31.4056|Africa/Cairo
      """;

  private static final long CHANGED_AT = 4 * UtcTime.HOUR;

  AirportsFeed(Contracts contracts) {
    this(new CsvForm(contracts.get(Airports.TABLE), Placement::ofProvider));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.tooLarge(Airports.LATITUDE, "95.2528"),
        Defect.patternViolated(Airports.COUNTRY, "UAE"),
        Defect.wrongNumber(Airports.LATITUDE, "25N"),
        Defect.tooSmall(Airports.LONGITUDE, "-190.0000"),
        Defect.missing(Airports.AIRPORT_NAME),
        Defect.patternViolated(Airports.TIME_ZONE, "UTC+4"),
        Defect.wrongDate(Airports.CHANGED_AT, "last week"),
        Defect.fewFields());
  }

  @Override
  public int defectsAFile(boolean isDaily) {
    return isDaily ? 1 : 3;
  }

  @Override
  public void addDay(long day, FeedRecords records) {
    boolean isFirst = day == records.plan().firstDay().toEpochDay();
    boolean isTold = isFirst || day == records.calendar().correctionDay();
    if (!isTold || !records.mayDeliver(day)) {
      return;
    }
    int longitude = form.index(Airports.LONGITUDE);
    String changedAt = UtcTime.instant(day * UtcTime.DAY + CHANGED_AT);
    for (String line : AIRPORTS.lines().toList()) {
      String[] fields = (line + "|" + changedAt).split("\\|", -1);
      if (isFirst) {
        if (fields[0].equals(MISPLACED)) {
          fields[longitude] = fields[longitude].replace("-", "");
        }
        records.add(FeedRecords.NEW_KEY, fields);
      } else if (fields[0].equals(MISPLACED)) {
        records.add(0, fields);
      }
    }
  }
}
