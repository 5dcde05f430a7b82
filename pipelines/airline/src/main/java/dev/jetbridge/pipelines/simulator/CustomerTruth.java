package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.pipelines.simulator.feed.RecordRows;
import dev.jetbridge.pipelines.simulator.world.Household;
import dev.jetbridge.pipelines.simulator.world.Membership;
import dev.jetbridge.pipelines.simulator.world.Money;
import dev.jetbridge.pipelines.simulator.world.Person;
import dev.jetbridge.pipelines.simulator.world.PurchaseProcess;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is true of the customers, whatever the sources tell. */
final class CustomerTruth {
  private CustomerTruth() {}

  static void add(Household household, RecordRows rows) {
    household.lives().forEach(life -> add(life, rows));
  }

  private static void add(Household.Life life, RecordRows rows) {
    Person person = life.person();
    Optional<PurchaseProcess.History> history = life.history();
    Optional<PurchaseProcess.Buyer> buyer = history.map(PurchaseProcess.History::buyer);
    List<PurchaseProcess.Purchase> purchases = life.purchases();
    List<String> ends = new ArrayList<>();
    if (!purchases.isEmpty()) {
      ends.add(UtcTime.instant(purchases.get(0).at()));
      ends.add(UtcTime.instant(purchases.get(purchases.size() - 1).at()));
    }
    rows.addCustomer(
        person.index(),
        person.id(),
        person.householdId(),
        person.given(),
        person.surname(),
        person.newSurname().map(Person.Change::value).orElse(""),
        person.newSurname().map(c -> UtcTime.date(c.day())).orElse(""),
        UtcTime.date(person.birthDay()),
        person.email(),
        person.newEmail().map(Person.Change::value).orElse(""),
        person.newEmail().map(c -> UtcTime.date(c.day())).orElse(""),
        person.home().country(),
        person.airport(),
        life.memberships().stream().map(Membership::number).collect(Collectors.joining(" ")),
        String.valueOf(history.isPresent()),
        buyer.map(b -> decimal(b.weeklyRate())).orElse(""),
        buyer.map(b -> decimal(b.dropout())).orElse(""),
        buyer.map(b -> Money.amount(Math.round(b.meanSpend() * 100))).orElse(""),
        ends.isEmpty() ? "" : ends.get(0),
        String.valueOf(purchases.size()),
        ends.isEmpty() ? "" : ends.get(1),
        ends.isEmpty() ? "" : String.valueOf(!history.orElseThrow().hasLeft()));
  }

  private static String decimal(double value) {
    return BigDecimal.valueOf(value).setScale(8, RoundingMode.HALF_EVEN).toPlainString();
  }
}
