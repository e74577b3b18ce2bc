import { parseImageReference } from './image-reference.ts';

/** Programs whose data or place in a cluster has to be recovered when they go: databases, queues, stores. */
const databases =
  /^(postgres|postgresql|postgis|timescaledb|mysql|mysql-server|mariadb|mariadb-galera|percona(-server|-xtradb-cluster)?|mongo|mongodb|mongodb-community-server|redis|valkey|keydb|cassandra|scylla|elasticsearch|opensearch|solr|kafka|cp-kafka|zookeeper|cp-zookeeper|rabbitmq|nats|etcd|consul|couchdb|couchbase|cockroach|cockroachdb|clickhouse(-server)?|influxdb|neo4j|minio|vault|prometheus|victoria-metrics|questdb|tidb|tikv|pd|foundationdb|rethinkdb|arangodb|dgraph|activemq|pulsar|redpanda|qdrant|weaviate|milvus)$/;

/** Whether an image is known to hold data, by the last part of its name: `bitnami/postgresql:16`, `mongo`. */
export function isDatabaseImage(image: string | undefined): boolean {
  const name =
    parseImageReference(image ?? '')
      ?.repository.split('/')
      .at(-1) ?? '';
  return databases.test(name);
}
