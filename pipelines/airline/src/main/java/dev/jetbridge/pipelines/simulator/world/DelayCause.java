package dev.jetbridge.pipelines.simulator.world;

import java.util.List;

/** Causes by their IATA delay code (AHM 730) and whether the airline could have avoided them. */
public enum DelayCause {
  BOARDING("15", "boarding discrepancies", true),
  LOADING("32", "late loading or unloading", true),
  FUELLING("36", "fuelling or defuelling", true),
  TECHNICAL("41", "aircraft defect", true),
  CREW("63", "late crew boarding", true),
  DEPARTURE_WEATHER("71", "weather at the departure station", false),
  ARRIVAL_WEATHER("72", "weather at the destination", false),
  AIR_TRAFFIC("81", "air traffic flow management", false),
  SECURITY("85", "mandatory security", false),
  AIRPORT("89", "restrictions at the departure airport", false),
  ROTATION("93", "late arrival of the aircraft from another flight", true),
  OWN_STRIKE("97", "industrial action within the airline", true),
  OTHER_STRIKE("98", "industrial action outside the airline", false);

  /** What delays a flight on a day without bad weather, the likelier ones first. */
  static final List<DelayCause> ORDINARY =
      List.of(
          ROTATION, AIR_TRAFFIC, TECHNICAL, LOADING, CREW, BOARDING, FUELLING, AIRPORT, SECURITY);

  /** What cancels a flight on a day without bad weather. */
  static final List<DelayCause> CANCELLING = List.of(TECHNICAL, CREW, OTHER_STRIKE, OWN_STRIKE);

  private final String code;
  private final String description;
  private final boolean withinControl;

  DelayCause(String code, String description, boolean withinControl) {
    this.code = code;
    this.description = description;
    this.withinControl = withinControl;
  }

  public String code() {
    return code;
  }

  public String description() {
    return description;
  }

  public boolean isWithinControl() {
    return withinControl;
  }
}
