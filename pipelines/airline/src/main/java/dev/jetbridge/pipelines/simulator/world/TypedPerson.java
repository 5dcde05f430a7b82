package dev.jetbridge.pipelines.simulator.world;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** A person as somebody typed them into a booking; empty fields are unknown. */
public record TypedPerson(
    String given, String surname, String birthDate, String email, String loyaltyNumber) {
  static final TypedPerson NOBODY = new TypedPerson("", "", "", "", "");

  private static final double AGENCY_EMAIL = 0.7;
  private static final double CAPITALS = 0.3;
  private static final double QUOTED_NICKNAME = 0.1;

  /** Types a person with the habits and faults of the channel. */
  static TypedPerson typed(
      Person person,
      String email,
      Optional<String> loyaltyNumber,
      long day,
      Booking.Sale sale,
      Draws draws) {
    SalesChannel channel = sale.channel();
    String given = given(person.given(), channel, draws);
    String surname = person.surnameOn(day);
    if (draws.chance(channel.typo())) {
      surname = misspelt(surname, draws);
    }
    if (channel == SalesChannel.AGENT && draws.chance(CAPITALS)) {
      given = capitals(given);
      surname = capitals(surname);
    }
    boolean hasBirthDate = !draws.chance(channel.noBirthDate());
    boolean hasEmail = !draws.chance(channel.noEmail());
    boolean givesNumber = draws.chance(channel.loyaltyNumber());
    boolean isAgencyEmail = draws.chance(AGENCY_EMAIL);
    Optional<String> agencyEmail = sale.agency().map(Agency::email).filter(e -> isAgencyEmail);
    return new TypedPerson(
        given,
        surname,
        hasBirthDate ? UtcTime.date(person.birthDay()) : "",
        hasEmail ? agencyEmail.orElse(email) : "",
        givesNumber ? loyaltyNumber.orElse("") : "");
  }

  /** Types a person without any fault. */
  static TypedPerson exact(Person person, Optional<String> loyaltyNumber, long day) {
    return new TypedPerson(
        person.given(),
        person.surnameOn(day),
        UtcTime.date(person.birthDay()),
        person.emailOn(day),
        loyaltyNumber.orElse(""));
  }

  /** An agency that pays is known by its address alone. */
  static TypedPerson agency(Agency agency) {
    return new TypedPerson("", "", "", agency.email(), "");
  }

  private static String given(String name, SalesChannel channel, Draws draws) {
    boolean usesNickname = draws.chance(channel.nickname());
    boolean quotes = draws.chance(QUOTED_NICKNAME);
    String nickname = Names.nickname(name);
    if (usesNickname && quotes && !nickname.equals(name)) {
      return name + " \"" + nickname + "\"";
    }
    String typed = usesNickname ? nickname : name;
    return draws.chance(channel.typo()) ? misspelt(typed, draws) : typed;
  }

  /** Swaps two neighbouring letters, drops one or doubles one. */
  private static String misspelt(String name, Draws draws) {
    int at = draws.between(1, Math.max(1, name.length() - 2));
    if (at + 1 >= name.length()) {
      return name + name.charAt(name.length() - 1);
    }
    String before = name.substring(0, at);
    String after = name.substring(at + 1);
    return switch (draws.below(3)) {
      case 0 -> before + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
      case 1 -> before + after;
      default -> before + name.charAt(at) + name.charAt(at) + after;
    };
  }

  /** As reservation systems print names: capitals without accents. */
  private static String capitals(String name) {
    return Normalizer.normalize(name.toUpperCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "");
  }
}
