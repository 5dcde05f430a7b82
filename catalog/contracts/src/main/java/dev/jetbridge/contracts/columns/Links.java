package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of identity.links. */
public final class Links {
  public static final ProductId TABLE = ProductId.parse("identity.links");

  public static final String SOURCE = "source";
  public static final String ROLE = "role";
  public static final String RECORD_KEY = "record_key";
  public static final String PERSON_ID = "person_id";
  public static final String MATCH_RULE = "match_rule";
  public static final String UNIDENTIFIED_REASON = "unidentified_reason";

  private Links() {}
}
