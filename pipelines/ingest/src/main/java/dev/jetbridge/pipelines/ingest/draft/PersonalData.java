package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Classification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the values of a column likely identify a person: by its name, or by their shape. */
final class PersonalData {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}");
  private static final Pattern PHONE =
      Pattern.compile("(?=(?:\\D*\\d){8,15}\\D*$)(?:\\+|00|\\()[0-9][0-9 ()./-]+");
  private static final Pattern CARD = Pattern.compile("[0-9](?:[ -]?[0-9]){12,18}");

  /** Of the values, the part that must have a shape. */
  private static final double SHARE = 0.5;

  /** A tenth of all numbers passes the check of a card number by chance. */
  private static final double CARD_SHARE = 0.9;

  private static final int LEAST = 5;
  private static final int LONGEST = 320;

  private static final Map<String, Pattern> NAMES = names();
  private static final Pattern BARE_NAME = Pattern.compile("name|full_?name");
  private static final Pattern CONFIDENTIAL =
      whole(
          "postcode|postal_code|post_code|zip|zip_code|gender|sex|nationality|religion|age|salary");

  /** Columns that only things have: a name beside them is that of a thing. */
  private static final Pattern OF_THINGS =
      whole(
          "iata|icao|latitude|lat|longitude|lon|sku|isbn|product|product_id|country_code|iso_code");

  private long values;
  private long emails;
  private long phones;
  private long cards;

  private static Map<String, Pattern> names() {
    Map<String, Pattern> names = new LinkedHashMap<>();
    names.put("an e-mail address", whole("e?_?mails?|e_?mail_?addr(?:ess)?"));
    names.put("a phone number", whole("(?:tele)?phones?|mobile|tel|cell|msisdn|fax|whatsapp"));
    names.put(
        "an identity document",
        whole(
            "passports?|document_(?:no|nr|number|id)|national_id|id_card|ssn|soc_sec|social_security"
                + "|nino|tax_id|driving_licen[cs]e|aadhaar|cpf"));
    names.put(
        "a card or account number",
        whole("card_(?:no|nr|number)|credit_card|iban|account_(?:no|nr|number)|pan"));
    names.put("a birth date", whole("dob|birth|birthday|birth_?date|date_of_birth|born"));
    names.put(
        "a name of a person",
        whole(
            "(?:first|last|given|family|middle|maiden|nick|user|passenger|pax|customer|guest|contact"
                + "|holder|travell?er|member|agent|crew|screen)_?names?|surname|forename|initials"
                + "|authors?|username|login|handle"));
    names.put("an address", whole("address(?:es)?|addr|street(?:_.*)?|house_(?:no|nr|number)"));
    names.put("an address in a network", whole("ip|ip_addr(?:ess)?|mac_addr(?:ess)?"));
    names.put(
        "a number of a traveller",
        whole(
            "pnr|record_locator|booking_ref(?:erence)?|loyalty_(?:no|nr|number)|frequent_flyer"
                + "|ffn|member_(?:no|nr|number)|ticket_(?:no|nr|number)"));
    return names;
  }

  /** The words as a whole or between underscores. */
  private static Pattern whole(String words) {
    return Pattern.compile("(?:.*_)?(?:" + words + ")(?:_.*)?");
  }

  void add(String value) {
    values++;
    if (value.length() < 6 || value.length() > LONGEST) {
      return;
    }
    char first = value.charAt(0);
    if (value.indexOf('@') > 0) {
      emails += EMAIL.matcher(value).matches() ? 1 : 0;
    } else if (first == '+' || first == '(' || value.startsWith("00")) {
      phones += PHONE.matcher(value).matches() ? 1 : 0;
    }
    if (first >= '0' && first <= '9' && CARD.matcher(value).matches() && passesLuhn(value)) {
      cards++;
    }
  }

  private static boolean passesLuhn(String number) {
    int sum = 0;
    boolean twice = false;
    for (int i = number.length() - 1; i >= 0; i--) {
      int digit = number.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        continue;
      }
      int value = twice ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
      twice = !twice;
    }
    return sum % 10 == 0;
  }

  /**
   * A class and why.
   *
   * @param reason in words, without a value
   */
  record Finding(Classification classification, String reason) {}

  /**
   * Empty when nothing hints at a person.
   *
   * @param name of the column, in lower case with underscores
   * @param header the names of all columns, likewise
   * @param freeText whether its values are sentences
   */
  Optional<Finding> finding(String name, List<String> header, boolean freeText) {
    if (values >= LEAST) {
      if (emails > SHARE * values) {
        return identifier("an e-mail address, by its values");
      }
      if (phones > SHARE * values) {
        return identifier("a phone number, by its values");
      }
      if (cards > CARD_SHARE * values) {
        return identifier("a card number, by its values and their check digit");
      }
    }
    String folded = name.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Pattern> entry : NAMES.entrySet()) {
      if (entry.getValue().matcher(folded).matches()) {
        return identifier(entry.getKey() + ", by its name");
      }
    }
    if (BARE_NAME.matcher(folded).matches()
        && header.stream().noneMatch(h -> OF_THINGS.matcher(h).matches())) {
      return identifier("maybe a name of a person, by its name");
    }
    if (CONFIDENTIAL.matcher(folded).matches()) {
      return Optional.of(new Finding(Classification.CONFIDENTIAL, "personal, by its name"));
    }
    return freeText
        ? Optional.of(
            new Finding(Classification.CONFIDENTIAL, "free text, which may mention people"))
        : Optional.empty();
  }

  private static Optional<Finding> identifier(String reason) {
    return Optional.of(new Finding(Classification.IDENTIFIER, reason));
  }
}
