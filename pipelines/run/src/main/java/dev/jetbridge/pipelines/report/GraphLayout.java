package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the products of a run graph stand: waves from left to right, within a wave near to what
 * they are connected with. The edges of a product that pass a wave get one place there, so that
 * they run between the products and not behind them. Source: Sugiyama, Tagawa and Toda, "Methods
 * for visual understanding of hierarchical system structures", IEEE Transactions on Systems, Man
 * and Cybernetics 11 (1981), with its ordering by mean positions.
 */
final class GraphLayout {
  static final int NODE_WIDTH = 212;
  private static final int COLUMN_GAP = 74;
  private static final int PASSAGE_HEIGHT = 12;
  private static final int MARGIN = 4;
  private static final int SWEEPS = 8;

  /** Something that takes a place in a wave: a product, or edges on their way. */
  private static final class Place {
    final int wave;
    final boolean product;
    final List<Place> before = new ArrayList<>();
    final List<Place> after = new ArrayList<>();
    final Map<Integer, Place> passages = new HashMap<>();
    int order;
    double middle;

    Place(int wave, boolean product) {
      this.wave = wave;
      this.product = product;
    }
  }

  /** The places that an edge passes, its ends included. */
  private record Way(ProductId from, ProductId to, List<Place> places) {}

  /** A place on the drawing, in pixels from its top left. */
  record Point(double x, double y) {}

  /** An edge as the points where it leaves and enters waves. */
  record Edge(ProductId from, ProductId to, List<Point> points) {}

  private final Map<ProductId, Place> products = new HashMap<>();
  private final Map<Integer, List<Place>> waves = new HashMap<>();
  private final List<Edge> edges;
  private final int nodeHeight;
  private final int rowGap;
  private double height;

  GraphLayout(List<ReportedProduct> all) {
    boolean crowded = mostInAWave(all) > 10;
    this.nodeHeight = crowded ? 42 : 50;
    this.rowGap = crowded ? 8 : 14;
    all.forEach(p -> products.put(p.id(), place(p.about().wave(), true)));
    List<Way> ways = new ArrayList<>();
    for (ReportedProduct product : all) {
      product.about().inputs().stream()
          .filter(input -> leadsOn(input, product.id()))
          .forEach(input -> ways.add(way(input, product.id())));
    }
    order();
    position();
    edges = ways.stream().map(GraphLayout::edge).toList();
  }

  private static long mostInAWave(List<ReportedProduct> all) {
    return all.stream()
        .collect(Collectors.groupingBy(p -> p.about().wave(), Collectors.counting()))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  /** Whether the input is on the page and in an earlier wave. */
  private boolean leadsOn(ProductId input, ProductId product) {
    return products.containsKey(input) && products.get(input).wave < products.get(product).wave;
  }

  private Place place(int wave, boolean product) {
    Place place = new Place(wave, product);
    List<Place> others = waves.computeIfAbsent(wave, k -> new ArrayList<>());
    place.order = others.size();
    others.add(place);
    return place;
  }

  private Way way(ProductId input, ProductId product) {
    Place from = products.get(input);
    Place to = products.get(product);
    List<Place> places = new ArrayList<>(List.of(from));
    for (int wave = from.wave + 1; wave < to.wave; wave++) {
      places.add(passage(from, places.get(places.size() - 1), wave));
    }
    connect(places.get(places.size() - 1), to);
    places.add(to);
    return new Way(input, product, places);
  }

  /** The place in a wave where all edges of a product pass it. */
  private Place passage(Place from, Place before, int wave) {
    return from.passages.computeIfAbsent(
        wave,
        w -> {
          Place passage = place(w, false);
          connect(before, passage);
          return passage;
        });
  }

  private static void connect(Place from, Place to) {
    from.after.add(to);
    to.before.add(from);
  }

  private void order() {
    List<Integer> forwards = waves.keySet().stream().sorted().toList();
    List<Integer> backwards = forwards.stream().sorted(Comparator.reverseOrder()).toList();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int wave : sweep % 2 == 0 ? forwards : backwards) {
        Function<Place, List<Place>> neighbours = sweep % 2 == 0 ? p -> p.before : p -> p.after;
        List<Place> places = waves.get(wave);
        places.sort(Comparator.comparingDouble(p -> meanOrder(p, neighbours.apply(p))));
        for (int i = 0; i < places.size(); i++) {
          places.get(i).order = i;
        }
      }
    }
  }

  /** Relative to the size of the wave, so that waves of different sizes line up. */
  private double meanOrder(Place place, List<Place> neighbours) {
    return neighbours.stream()
        .mapToDouble(this::relativeOrder)
        .average()
        .orElse(relativeOrder(place));
  }

  private double relativeOrder(Place place) {
    return (place.order + 0.5) / waves.get(place.wave).size();
  }

  private void position() {
    height = waves.values().stream().mapToDouble(this::heightOf).max().orElse(0);
    for (List<Place> places : waves.values()) {
      double top = MARGIN + (height - heightOf(places)) / 2;
      for (Place place : places) {
        place.middle = top + heightOf(place) / 2.0;
        top += heightOf(place) + rowGap;
      }
    }
  }

  private double heightOf(List<Place> places) {
    return places.stream().mapToDouble(this::heightOf).sum() + rowGap * (places.size() - 1.0);
  }

  private int heightOf(Place place) {
    return place.product ? nodeHeight : PASSAGE_HEIGHT;
  }

  private static double left(int wave) {
    return MARGIN + (double) wave * (NODE_WIDTH + COLUMN_GAP);
  }

  private static Edge edge(Way way) {
    List<Point> points = new ArrayList<>();
    int last = way.places().size() - 1;
    for (int i = 0; i <= last; i++) {
      Place place = way.places().get(i);
      if (i > 0) {
        points.add(new Point(left(place.wave), place.middle));
      }
      if (i < last) {
        points.add(new Point(left(place.wave) + NODE_WIDTH, place.middle));
      }
    }
    return new Edge(way.from(), way.to(), points);
  }

  /** The left middle of a product. */
  Point at(ProductId product) {
    Place place = products.get(product);
    return new Point(left(place.wave), place.middle);
  }

  List<Edge> edges() {
    return edges;
  }

  int nodeHeight() {
    return nodeHeight;
  }

  double width() {
    return left(waves.keySet().stream().mapToInt(w -> w).max().orElse(0)) + NODE_WIDTH + MARGIN;
  }

  double height() {
    return height + 2 * MARGIN;
  }

  /** The waves that have a product. */
  Set<Integer> waves() {
    return waves.keySet();
  }
}
