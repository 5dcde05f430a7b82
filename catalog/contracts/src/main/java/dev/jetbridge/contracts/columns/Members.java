package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of loyalty.members. */
public final class Members {
  public static final ProductId TABLE = ProductId.parse("loyalty.members");

  public static final String LOYALTY_NUMBER = "loyalty_number";
  public static final String GIVEN_NAME = "given_name";
  public static final String SURNAME = "surname";
  public static final String BIRTH_DATE = "birth_date";
  public static final String EMAIL = "email";
  public static final String COUNTRY = "country";
  public static final String TIER = "tier";
  public static final String ENROLLED_ON = "enrolled_on";
  public static final String RECORD_ACTION = "record_action";
  public static final String CHANGED_AT = "changed_at";

  private Members() {}
}
