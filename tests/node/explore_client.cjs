// Asks a portal what a chart or map of the Opendatasoft SDK would ask. Prints one JSON object.
const client = require('@opendatasoft/api-client');

const { ApiClient, all, dateFromIsoString, field, fromCatalog, lower, not, string } = client;

const [domain, apiKey] = process.argv.slice(2);
const open = new ApiClient({ domain });
const keyed = new ApiClient({ domain, apiKey });
const kinds = ['AuthenticationError', 'NotFoundError', 'UserError', 'ServerError'];
const dataset = (key) => fromCatalog().dataset(key);

async function failure(asking, query) {
  try {
    await asking.get(query);
    return null;
  } catch (error) {
    return { kind: kinds.find((kind) => error instanceof client[kind]), message: error.message };
  }
}

async function main() {
  const bikes = dataset('bike-counts-daily');
  const found = {
    catalogue: await open.get(fromCatalog().itself()),
    datasets: await open.get(fromCatalog().datasets().where('records_count > 0').orderBy('title').limit(3)),
    searched: await open.get(fromCatalog().datasets().where(`search(title, ${string('bicyles')})`)),
    catalogueFacets: await open.get(fromCatalog().facets().facet('publisher').facet('theme')),
    catalogueExport: await open.get(fromCatalog().export('json').limit(2)),
    dataset: await open.get(bikes.itself()),
    records: await open.get(bikes.records().select('site, bikes').where(
      all(`${field('bikes')} > 1000`, not(`${field('day')} < ${dateFromIsoString('2024-01-01')}`)),
    ).orderBy('bikes DESC').limit(5)),
    grouped: await open.get(bikes.records().select('sum(bikes) as total').groupBy('year(day) as year').orderBy('year')),
    refined: await open.get(dataset('glass-containers').records().refine(`${field('typ')}:Glascontainer`).limit(1)),
    lowered: await open.get(dataset('glass-containers').records().where(`${lower('typ')} = ${string('glascontainer')}`).limit(1)),
    facets: await open.get(dataset('glass-containers').facets().facet('typ')),
    exported: await open.get(bikes.export('json').limit(150).timezone('Europe/Berlin')),
    keyed: await keyed.get(dataset('budget').records().limit(1)),
    hidden: await failure(open, dataset('budget').records()),
    unknownField: await failure(open, bikes.records().where('nope > 1')),
    wrongKey: await failure(new ApiClient({ domain, apiKey: 'wrong' }), bikes.records()),
  };
  const one = (await open.get(bikes.records().limit(1).set('include_app_metas', 'true'))).results[0];
  found.record = await open.get(bikes.record(one._id));
  process.stdout.write(JSON.stringify(found));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
