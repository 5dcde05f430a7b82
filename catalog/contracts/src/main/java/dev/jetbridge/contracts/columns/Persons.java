package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of identity.persons. */
public final class Persons {
  public static final ProductId TABLE = ProductId.parse("identity.persons");

  public static final String PERSON_ID = "person_id";
  public static final String GIVEN_NAME = "given_name";
  public static final String SURNAME = "surname";
  public static final String BIRTH_DATE = "birth_date";
  public static final String EMAIL = "email";
  public static final String LOYALTY_NUMBER = "loyalty_number";
  public static final String COUNTRY = "country";
  public static final String TIER = "tier";
  public static final String FIRST_SEEN_AT = "first_seen_at";
  public static final String MENTIONS = "mentions";

  private Persons() {}
}
