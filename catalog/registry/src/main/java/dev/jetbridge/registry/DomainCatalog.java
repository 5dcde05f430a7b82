package dev.jetbridge.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.Configurable;
import org.apache.iceberg.io.CloseableGroup;

/**
 * One catalog over the Glue databases of domains, whatever accounts and buckets they are in: a
 * namespace is a domain, so that tables are {@code domain.product} everywhere. A domain without a
 * place of its own is the database of its name, and so is a database that belongs to no domain.
 * Spark makes it by its name and gives it the properties of {@link #properties(Databases, Map)}.
 */
public final class DomainCatalog extends BaseMetastoreCatalog
    implements SupportsNamespaces, Configurable<Configuration> {
  private static final String PREFIX = "domain.";
  private static final String DATABASE = ".database";
  private static final String CATALOG = ".catalog-id";
  private static final String WAREHOUSE = ".warehouse";

  private final Map<DatabasePlace, DomainGlue> catalogs = new ConcurrentHashMap<>();
  private final CloseableGroup closeables = new CloseableGroup();

  private String name;
  private Map<String, String> properties = Map.of();
  private Configuration configuration;
  private Databases databases;

  /**
   * Properties by which it is made.
   *
   * @param glue those of a Glue catalog in which all domains were
   */
  static Map<String, String> properties(Databases databases, Map<String, String> glue) {
    Map<String, String> properties = new TreeMap<>(glue);
    properties.put(CatalogProperties.CATALOG_IMPL, DomainCatalog.class.getName());
    databases
        .withOfflineStores()
        .own()
        .forEach(
            (domain, place) -> {
              properties.put(PREFIX + domain + DATABASE, place.database());
              properties.put(PREFIX + domain + WAREHOUSE, place.warehouse());
              place.catalogId().ifPresent(id -> properties.put(PREFIX + domain + CATALOG, id));
            });
    return properties;
  }

  private static Databases databases(Map<String, String> properties) {
    Map<String, DatabasePlace> own = new TreeMap<>();
    for (String key : properties.keySet()) {
      if (key.startsWith(PREFIX) && key.endsWith(DATABASE)) {
        String of = key.substring(0, key.length() - DATABASE.length());
        own.put(
            of.substring(PREFIX.length()),
            new DatabasePlace(
                Optional.ofNullable(properties.get(of + CATALOG)),
                properties.get(key),
                properties.get(of + WAREHOUSE)));
      }
    }
    return new Databases(
        Optional.ofNullable(properties.get(AwsProperties.GLUE_CATALOG_ID)),
        properties.get(CatalogProperties.WAREHOUSE_LOCATION),
        own);
  }

  @Override
  public void initialize(String name, Map<String, String> properties) {
    this.name = name;
    this.properties = Map.copyOf(properties);
    this.databases = databases(properties);
    closeables.setSuppressCloseFailure(true);
  }

  @Override
  public void setConf(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  protected Map<String, String> properties() {
    return properties;
  }

  /** The Glue catalog of a place, connected when it is first asked for. */
  private DomainGlue glue(DatabasePlace place) {
    // Databases of one catalog and warehouse share a connection.
    return catalogs.computeIfAbsent(
        new DatabasePlace(place.catalogId(), "", place.warehouse()), this::connect);
  }

  private synchronized DomainGlue connect(DatabasePlace place) {
    Map<String, String> own = new TreeMap<>(properties);
    own.keySet().removeIf(key -> key.startsWith(PREFIX));
    own.remove(AwsProperties.GLUE_CATALOG_ID);
    place.catalogId().ifPresent(id -> own.put(AwsProperties.GLUE_CATALOG_ID, id));
    own.put(CatalogProperties.WAREHOUSE_LOCATION, place.warehouse());
    DomainGlue glue = new DomainGlue();
    glue.setConf(configuration);
    glue.initialize(name, own);
    closeables.addCloseable(glue);
    return glue;
  }

  private DomainGlue glue(Namespace domain) {
    return glue(place(domain));
  }

  private DatabasePlace place(Namespace domain) {
    return databases.of(domain.isEmpty() ? "" : domain.level(0));
  }

  /** A domain, and what is below it, as Glue knows it. */
  private Namespace inGlue(Namespace domain) {
    if (domain.isEmpty()) {
      return domain;
    }
    String[] levels = domain.levels().clone();
    levels[0] = place(domain).database();
    return Namespace.of(levels);
  }

  private TableIdentifier inGlue(TableIdentifier table) {
    return TableIdentifier.of(inGlue(table.namespace()), table.name());
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier table) {
    return glue(table.namespace()).operations(inGlue(table));
  }

  @Override
  protected String defaultWarehouseLocation(TableIdentifier table) {
    return glue(table.namespace()).location(inGlue(table));
  }

  @Override
  protected boolean isValidIdentifier(TableIdentifier table) {
    return glue(table.namespace()).takes(inGlue(table));
  }

  @Override
  public List<TableIdentifier> listTables(Namespace domain) {
    return glue(domain).listTables(inGlue(domain)).stream()
        .map(table -> TableIdentifier.of(domain, table.name()))
        .toList();
  }

  @Override
  public boolean dropTable(TableIdentifier table, boolean purge) {
    return glue(table.namespace()).dropTable(inGlue(table), purge);
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    if (!place(from.namespace()).catalogId().equals(place(to.namespace()).catalogId())) {
      throw new UnsupportedOperationException(
          "Cannot rename " + from + " to " + to + ": their domains are in different catalogs");
    }
    glue(from.namespace()).renameTable(inGlue(from), inGlue(to));
  }

  @Override
  public void createNamespace(Namespace domain, Map<String, String> metadata) {
    glue(domain).createNamespace(inGlue(domain), metadata);
  }

  /** Domains by their names; of other catalogs than that of all only those that are ours. */
  @Override
  public List<Namespace> listNamespaces(Namespace below) {
    if (!below.isEmpty()) {
      return glue(below).listNamespaces(inGlue(below));
    }
    Set<String> domains = new TreeSet<>();
    glue(databases.of("")).listNamespaces(below).forEach(found -> domains.add(found.level(0)));
    databases.own().values().stream()
        .filter(place -> place.catalogId().equals(databases.catalogId()))
        .forEach(place -> domains.remove(place.database()));
    databases.own().keySet().stream()
        .filter(domain -> namespaceExists(Namespace.of(domain)))
        .forEach(domains::add);
    List<Namespace> namespaces = new ArrayList<>();
    domains.forEach(domain -> namespaces.add(Namespace.of(domain)));
    return namespaces;
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(Namespace domain) {
    return glue(domain).loadNamespaceMetadata(inGlue(domain));
  }

  @Override
  public boolean dropNamespace(Namespace domain) {
    return glue(domain).dropNamespace(inGlue(domain));
  }

  @Override
  public boolean setProperties(Namespace domain, Map<String, String> changes) {
    return glue(domain).setProperties(inGlue(domain), changes);
  }

  @Override
  public boolean removeProperties(Namespace domain, Set<String> removed) {
    return glue(domain).removeProperties(inGlue(domain), removed);
  }

  @Override
  public void close() throws IOException {
    closeables.close();
    super.close();
  }
}
