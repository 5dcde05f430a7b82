package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.contracts.Labelled;

/** Where a booking is made, and how carefully travellers are typed in there. */
public enum SalesChannel implements Labelled {
  WEB(0.04, 0.01, 0.12, 0.03, 0.85),
  APP(0.02, 0.005, 0.1, 0.02, 0.92),
  AGENT(0.06, 0.04, 0.35, 0.15, 0.4),
  CALL_CENTRE(0.15, 0.04, 0.4, 0.2, 0.5);

  private final double nickname;
  private final double typo;
  private final double noBirthDate;
  private final double noEmail;
  private final double loyaltyNumber;

  SalesChannel(
      double nickname, double typo, double noBirthDate, double noEmail, double loyaltyNumber) {
    this.nickname = nickname;
    this.typo = typo;
    this.noBirthDate = noBirthDate;
    this.noEmail = noEmail;
    this.loyaltyNumber = loyaltyNumber;
  }

  static SalesChannel draw(Draws draws) {
    double u = draws.unit();
    return u < 0.48 ? WEB : u < 0.72 ? APP : u < 0.93 ? AGENT : CALL_CENTRE;
  }

  double nickname() {
    return nickname;
  }

  double typo() {
    return typo;
  }

  double noBirthDate() {
    return noBirthDate;
  }

  double noEmail() {
    return noEmail;
  }

  /** How often a member's number is given. */
  double loyaltyNumber() {
    return loyaltyNumber;
  }
}
