package dev.jetbridge.pipelines.simulator.world;

import java.util.Optional;

/**
 * A customer as they truly are.
 *
 * @param index number from 0
 * @param household number of the household, that of its first person
 * @param surname before any change
 * @param newSurname what it changes to, and when
 * @param birthDay epoch day
 * @param newEmail what it changes to, and when
 * @param isCompany whether the employer's agency books and pays every trip
 */
public record Person(
    long index,
    long household,
    boolean isAdult,
    String given,
    String surname,
    Optional<Change> newSurname,
    long birthDay,
    String email,
    Optional<Change> newEmail,
    Home home,
    String airport,
    boolean isCompany) {
  /** A new value from a day on. */
  public record Change(long day, String value) {}

  public String id() {
    return "C" + Digits.padded(index, 7);
  }

  public String householdId() {
    return "H" + Digits.padded(household, 7);
  }

  public String surnameOn(long day) {
    return newSurname.filter(c -> c.day() <= day).map(Change::value).orElse(surname);
  }

  public String emailOn(long day) {
    return newEmail.filter(c -> c.day() <= day).map(Change::value).orElse(email);
  }
}
