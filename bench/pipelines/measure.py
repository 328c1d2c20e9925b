#!/usr/bin/env python3
"""Runs the five pipelines of the example project with Martlet and with dbt-core on one server, and prints what both took.

    measure.py --scale small|full --dbt PATH --martlet PATH --landing PATH [--threads 4] [--keep FOLDER]

Each tool has a database of its own, bench_pipelines_martlet and bench_pipelines_dbt, made anew. Martlet loads the landing
files; dbt, which cannot, gets the same rows by psql's \\copy, several at a time, from files that were made of Martlet's tables
without being timed. Then both build the project, dbt its plain copy (portable.py), and build it again.

Columns: wall s; CPU s of the tool and of the server's processes (where the server is local); rows/s by wall time; peak MiB of the
biggest process of the tool. --keep keeps landing files, logs and artifacts.
"""
import argparse, json, os, resource, shutil, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import portable
from side_by_side import PG, connect, execute, postmaster, server_cpu, timed

PROJECT = os.path.dirname(os.path.dirname(HERE))
MARTLET_DATABASE, DBT_DATABASE, SALES_DATABASE = 'bench_pipelines_martlet', 'bench_pipelines_dbt', 'bench_pipelines_sales'
SCHEMA = 'analytics'

PROFILE = '''martlet_demo:
  target: bench
  outputs:
    bench:
      type: postgres
      host: {host}
      port: {port}
      user: {user}
      password: {password}
      dbname: "{{{{ env_var('BENCH_DATABASE') }}}}"
      schema: {schema}
      threads: {threads}
'''


def query(database, sql):
    connection = connect(database)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    connection.close()
    return rows


def psql_parallel(database, scripts, work, pm):
    """Runs scripts of psql side by side: what they took together."""
    environment = {**os.environ, 'PGHOST': PG['host'], 'PGPORT': PG['port'], 'PGUSER': PG['user'], 'PGPASSWORD': PG['password'],
                   'PGDATABASE': database}
    paths = []
    for number, script in enumerate(scripts):
        paths.append(f'{work}/copy-{number}.sql')
        with open(paths[-1], 'w') as file:
            file.write(script)
    used, server, start = resource.getrusage(resource.RUSAGE_CHILDREN), server_cpu(pm), time.monotonic()
    processes = [subprocess.Popen(['psql', '-qX', '-v', 'ON_ERROR_STOP=1', '-f', path], env=environment, stdin=subprocess.DEVNULL)
                 for path in paths]
    status = max([process.wait() for process in processes], default=0)
    wall = time.monotonic() - start
    time.sleep(0.05)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return dict(wall=wall, cpu=after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime, server=server_cpu(pm) - server,
                mib=0, rc=status)


def balanced(jobs, count):
    """Jobs (size, text) in as many scripts of about the same size."""
    loads = [[0, []] for _ in range(count)]
    for size, text in sorted(jobs, reverse=True):
        least = min(loads, key=lambda load: load[0])
        least[0] += size
        least[1].append(text)
    return ['\n'.join(texts) + '\n' for _, texts in loads if texts]


class Bench:
    def __init__(self, options, work):
        self.options, self.work, self.pm, self.rows = options, work, postmaster(), []
        self.landing = f'{work}/landing'
        self.profiles = f'{work}/profiles'
        os.makedirs(self.profiles, exist_ok=True)
        with open(f'{self.profiles}/profiles.yml', 'w') as file:
            file.write(PROFILE.format(**PG, schema=SCHEMA, threads=options.threads))

    def note(self, step, tool, result, count=None):
        self.rows.append((step, tool, result, count))
        rate = f'  {count / result["wall"]:,.0f} rows/s' if count else ''
        print(f'{step:24} {tool:8} wall {result["wall"]:8.2f}  cpu {result["cpu"]:8.2f}  server {result["server"]:8.2f}'
              f'  {result["mib"]:6.0f} MiB  exit {result["rc"]}{rate}', file=sys.stderr, flush=True)

    def tool(self, step, program, project, database, *arguments):
        """One command of a tool, timed; its output is kept as a log."""
        name = f'{step}-{os.path.basename(program)}'.replace(' ', '-')
        environment = {**os.environ, 'BENCH_DATABASE': database, 'DBT_SEND_ANONYMOUS_USAGE_STATS': 'false', 'DO_NOT_TRACK': '1'}
        command = [program, *arguments, '--profiles-dir', self.profiles, '--target-path', f'{self.work}/target-{database}',
                   '--log-path', f'{self.work}/logs-{database}', '--vars', json.dumps({'landing': self.landing})]
        result = timed(command, project, environment, f'{self.work}/{name}.log', self.pm, 7200)
        if result['rc'] != 0:
            print(open(f'{self.work}/{name}.log', errors='replace').read()[-3000:], file=sys.stderr)
            sys.exit(f'{step}: {program} ended with {result["rc"]}')
        return result

    def generate(self):
        subprocess.run([self.options.landing, 'generate', '--scale', self.options.scale, '--output', self.landing], check=True,
                       stdout=sys.stderr)

    def sources(self):
        """Schema and name of every source table that is there, in Martlet's database."""
        with open(f'{self.work}/target-{MARTLET_DATABASE}/manifest.json') as file:
            sources = json.load(file)['sources'].values()
        known = set(query(MARTLET_DATABASE, 'select schemaname, tablename from pg_tables'))
        return sorted({(source['schema'], source['identifier']) for source in sources} & known)

    def declaration(self, schema, table):
        columns = query(MARTLET_DATABASE, f"""
            select format('%I %s', attname, format_type(atttypid, atttypmod)) from pg_attribute
            where attrelid = '"{schema}"."{table}"'::regclass and attnum > 0 and not attisdropped order by attnum""")
        return f'create schema if not exists "{schema}"; create table "{schema}"."{table}" ({", ".join(c for c, in columns)})'

    def export(self, tables):
        """The rows of tables as files, big ones in parts: jobs for psql. Not timed."""
        folder, jobs = f'{self.work}/export', []
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for schema, table in tables:
            path = f'{folder}/{schema}.{table}'
            connection = connect(MARTLET_DATABASE)
            with connection.cursor() as cursor, open(path, 'w') as file:
                cursor.copy_expert(f'copy "{schema}"."{table}" to stdout', file)
            connection.close()
            parts = [path]
            if os.path.getsize(path) > 8 << 20:
                subprocess.run(['split', '-n', f'l/{4 * self.options.threads}', path, f'{path}.part-'], check=True)
                os.remove(path)
                parts = sorted(f'{folder}/{name}' for name in os.listdir(folder) if name.startswith(f'{schema}.{table}.part-'))
            jobs += [(os.path.getsize(part), f'\\copy "{schema}"."{table}" from \'{part}\'') for part in parts]
        return jobs

    def count(self, tables):
        return sum(query(MARTLET_DATABASE, f'select count(*) from "{schema}"."{table}"')[0][0] for schema, table in tables)

    def load(self):
        result = self.tool('load', self.options.martlet, PROJECT, MARTLET_DATABASE, 'source', 'load')
        tables = self.sources()
        count = self.count(tables)
        self.note('load all files', 'martlet', result, count)
        for table in tables:
            execute(DBT_DATABASE, self.declaration(*table))
        result = psql_parallel(DBT_DATABASE, balanced(self.export(tables), self.options.threads), self.work, self.pm)
        self.note('load all files', '\\copy', result, count)
        return tables

    def load_sales(self):
        """The biggest table by itself, beside \\copy straight from its files, and from copies of them that have the column with
        the file's name, as Martlet's table has it."""
        files = [f'{self.landing}/grocery/sales/{name}' for name in sorted(os.listdir(f'{self.landing}/grocery/sales'))]
        result = self.tool('load sales', self.options.martlet, PROJECT, SALES_DATABASE, 'source', 'load', '--select',
                           'source:grocery.sales')
        count = query(SALES_DATABASE, f'select count(*) from {SCHEMA}_grocery_raw.sales')[0][0]
        self.note('load grocery.sales', 'martlet', result, count)
        with open(files[0]) as file:
            names = file.readline().strip().lower().split(',')
        types = dict(query(SALES_DATABASE, f"""
            select attname, format_type(atttypid, atttypmod) from pg_attribute
            where attrelid = '{SCHEMA}_grocery_raw.sales'::regclass and attnum > 0"""))
        named = f'{self.work}/named'
        os.makedirs(named, exist_ok=True)
        for path in files:
            name = os.path.basename(path)
            with open(path, newline='') as file, open(f'{named}/{name}', 'w', newline='') as copy:
                for number, line in enumerate(file):
                    copy.write(f'{line.rstrip()},{name if number else "file_name"}\n')
        columns = ', '.join(f'{name} {types[name]}' for name in names)
        for table, tool, folder, more in (('plain_sales', '\\copy', os.path.dirname(files[0]), ''),
                                          ('named_sales', '\\copy, same columns', named, ', file_name text')):
            execute(SALES_DATABASE, f'create table {table} ({columns}{more})')
            jobs = [(os.path.getsize(path), f"\\copy {table} from '{folder}/{os.path.basename(path)}' with (format csv, header)")
                    for path in files]
            result = psql_parallel(SALES_DATABASE, balanced(jobs, self.options.threads), self.work, self.pm)
            self.note('load grocery.sales', tool, result, count)
        shutil.rmtree(named)

    def rest_of_sources(self, copied):
        """Tables that Martlet itself fills and models read, such as the quality log: dbt gets them as they are."""
        tables = [table for table in self.sources() if table not in copied]
        for table in tables:
            execute(DBT_DATABASE, self.declaration(*table))
        psql_parallel(DBT_DATABASE, balanced(self.export(tables), 1), self.work, self.pm)

    def settle(self):
        for database in (MARTLET_DATABASE, DBT_DATABASE):
            execute(database, 'vacuum analyze', 'checkpoint')

    def build(self, step, copied):
        self.note(step, 'martlet', self.tool(step, self.options.martlet, PROJECT, MARTLET_DATABASE, 'build'))
        if copied is not None:
            self.rest_of_sources(copied)
        self.settle()
        self.note(step, 'dbt', self.tool(step, self.options.dbt, f'{self.work}/project', DBT_DATABASE, 'build'))

    def differences(self):
        """Relations of models whose number of rows differs between the databases."""
        with open(f'{self.work}/target-{MARTLET_DATABASE}/manifest.json') as file:
            nodes = json.load(file)['nodes'].values()
        found = []
        for node in nodes:
            if node['resource_type'] not in ('model', 'seed', 'snapshot') or node['config']['materialized'] == 'ephemeral':
                continue
            counts = [query(database, f'select count(*) from "{node["schema"]}"."{node["alias"]}"')[0][0]
                      for database in (MARTLET_DATABASE, DBT_DATABASE)]
            if counts[0] != counts[1]:
                found.append(f'{node["schema"]}.{node["alias"]}: {counts[0]} and {counts[1]} rows')
        return found

    def table(self):
        print(f'\n| {self.options.scale} scale, {self.options.threads} threads | tool | wall s | CPU s of the tool | of the server '
              '| rows/s | peak MiB |\n|---|---|---|---|---|---|---|')
        for step, tool, result, count in self.rows:
            rate = f'{count / result["wall"]:,.0f}' if count else ''
            memory = f'{result["mib"]:.0f}' if result['mib'] else ''
            print(f'| {step} | {tool} | {result["wall"]:.2f} | {result["cpu"]:.2f} | {result["server"]:.2f} | {rate} | {memory} |')

    def run(self):
        self.generate()
        for database in (MARTLET_DATABASE, DBT_DATABASE, SALES_DATABASE):
            execute('postgres', f'drop database if exists {database} with (force)', f'create database {database}')
        portable.copy(PROJECT, f'{self.work}/project')
        self.load_sales()
        execute('postgres', f'drop database {SALES_DATABASE} with (force)')
        copied = self.load()
        self.settle()
        self.build('build', copied)
        self.settle()
        self.build('build again', None)
        self.table()
        differences = self.differences()
        print('\nAll relations have as many rows in both databases.' if not differences else '\nDIFFERENT: ' + '; '.join(differences))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--scale', default='small', choices=['small', 'full'])
    parser.add_argument('--dbt', required=True)
    parser.add_argument('--martlet', required=True)
    parser.add_argument('--landing', required=True)
    parser.add_argument('--threads', type=int, default=4)
    parser.add_argument('--keep', metavar='FOLDER')
    options = parser.parse_args()
    for name in ('martlet', 'landing', 'dbt'):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    work = os.path.abspath(options.keep) if options.keep else tempfile.mkdtemp(prefix='bench-pipelines-')
    os.makedirs(work, exist_ok=True)
    try:
        Bench(options, work).run()
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == '__main__':
    main()
