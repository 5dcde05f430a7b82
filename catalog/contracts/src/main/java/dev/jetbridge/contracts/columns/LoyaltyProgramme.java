package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of analytics.loyalty_programme. */
public final class LoyaltyProgramme {
  public static final ProductId TABLE = ProductId.parse("analytics.loyalty_programme");

  public static final String MONTH = "month";
  public static final String TIER = "tier";
  public static final String MEMBERS = "members";
  public static final String JOINS = "joins";
  public static final String ACTIVE_MEMBERS = "active_members";
  public static final String POINTS_EARNED = "points_earned";
  public static final String POINTS_REDEEMED = "points_redeemed";
  public static final String BALANCE = "balance";

  private LoyaltyProgramme() {}
}
