package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who lives with whom. Customers come in blocks of ten that split into households, so that any
 * household can be found without the others.
 */
public final class Population {
  static final int BLOCK = 10;

  private static final List<List<Integer>> HOUSEHOLD_SIZES =
      List.of(
          List.of(1, 1, 2, 4, 1, 1),
          List.of(1, 2, 3, 1, 1, 1, 1),
          List.of(1, 2, 4, 2, 1),
          List.of(1, 2, 1, 1, 5));

  private static final List<String> MAIL_HOSTS =
      List.of("mail.example", "post.example", "inbox.example", "webmail.example", "home.example");

  /** Names and addresses change within this many days of the first one, if ever. */
  private static final int DAYS_OF_CHANGES = 730;

  private static final double SAME_SURNAME = 0.8;
  private static final double SHARED_EMAIL = 0.25;
  private static final double CHANGES_SURNAME = 0.04;
  private static final double CHANGES_EMAIL = 0.1;
  private static final double COMPANY_TRAVELLER = 0.07;

  private final SimulationPlan plan;

  public Population(SimulationPlan plan) {
    this.plan = plan;
  }

  /** How many blocks hold that many customers. */
  public static int blocks(int customers) {
    return (customers + BLOCK - 1) / BLOCK;
  }

  /** The households of a block; the last block may be cut short. */
  public List<List<Person>> households(long block) {
    Draws draws = Draws.of(plan.seed(), Purpose.HOUSEHOLD, block);
    List<List<Person>> households = new ArrayList<>();
    long first = block * BLOCK;
    for (int size : draws.pick(HOUSEHOLD_SIZES)) {
      Home home = first == Story.CUSTOMER ? Home.OF_THE_STORY : Home.draw(draws);
      String airport = draws.pick(home.airports());
      List<Person> household = new ArrayList<>();
      for (long index = first; index < Math.min(first + size, plan.customers()); index++) {
        household.add(person(index, home, airport, household));
      }
      if (!household.isEmpty()) {
        households.add(household);
      }
      first += size;
    }
    return households;
  }

  /** The next person of a household; the first two are adults. */
  private Person person(long index, Home home, String airport, List<Person> others) {
    Draws draws = Draws.of(plan.seed(), Purpose.PERSON, index);
    boolean isAdult = others.size() < 2;
    boolean isFemale = others.size() == 1 ? draws.chance(0.9) : draws.chance(0.45);
    String given = draws.pick(home.names().given(isFemale));
    String surname = home.names().surname(draws);
    long firstDay = plan.firstDay().toEpochDay();
    if (index == Story.CUSTOMER) {
      return Story.traveller(index, firstDay, home);
    }
    if (!others.isEmpty() && (!isAdult || draws.chance(SAME_SURNAME))) {
      surname = others.get(0).surname();
    }
    String email = address(given, surname, index, draws);
    if (!others.isEmpty() && (!isAdult || draws.chance(SHARED_EMAIL))) {
      email = others.get(0).email();
    }
    int age = isAdult ? 20 + (int) (55 * draws.beta(1.6, 2.4)) : draws.between(2, 15);
    long birthDay = firstDay - age * 365L - draws.below(365);
    boolean changesSurname = isAdult && isFemale && draws.chance(CHANGES_SURNAME);
    long surnameDay = firstDay + draws.below(DAYS_OF_CHANGES);
    String newSurname = home.names().surname(draws);
    boolean changesEmail = isAdult && draws.chance(CHANGES_EMAIL);
    long emailDay = firstDay + draws.below(DAYS_OF_CHANGES);
    String newEmail = address(Names.nickname(given), surname, index, draws);
    return new Person(
        index,
        others.isEmpty() ? index : others.get(0).index(),
        isAdult,
        given,
        surname,
        change(changesSurname && !newSurname.equals(surname), surnameDay, newSurname),
        birthDay,
        email,
        change(changesEmail && !newEmail.equals(email), emailDay, newEmail),
        home,
        airport,
        isAdult && draws.chance(COMPANY_TRAVELLER));
  }

  private static Optional<Person.Change> change(boolean happens, long day, String value) {
    return happens ? Optional.of(new Person.Change(day, value)) : Optional.empty();
  }

  /** An address nobody else has: the number of the customer is in it, written to base 36. */
  private static String address(String given, String surname, long index, Draws draws) {
    String mailbox = plain(given) + "." + plain(surname) + Long.toString(index, 36);
    return mailbox + "@" + draws.pick(MAIL_HOSTS);
  }

  private static String plain(String name) {
    String folded = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    StringBuilder letters = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'a' && c <= 'z') {
        letters.append(c);
      }
    }
    return letters.toString();
  }
}
