#!/usr/bin/env python3
"""Makes a copy of the example project that dbt-core accepts: the same SELECTs without what only Martlet has.

    portable.py PROJECT COPY          (needs PyYAML, which every Python with dbt-core has)

Left out: martlet.yml; partition_by and cluster_by; of indexes name, include and operator classes, and partial ones as a
whole; on_fail, retries and retry_delay. Where a partition is replaced (insert_overwrite) the rows of its key are
(delete+insert). Sources keep their `external` blocks, which dbt does not look at.
"""
import ast, os, re, shutil, sys
import yaml

FOLDERS = ['models', 'seeds', 'macros', 'snapshots', 'data-tests']
FOREIGN = {'partition_by', 'cluster_by', 'on_fail', 'retries', 'retry_delay'}
INDEX_KEYS = {'columns', 'unique', 'type'}
CONFIG = re.compile(r'\{\{-?\s*config\(')


def plain_indexes(indexes):
    """What dbt-postgres takes of a list of indexes."""
    kept = []
    for index in indexes:
        if 'where' in index:
            continue
        index = {key: value for key, value in index.items() if key in INDEX_KEYS}
        index['columns'] = [re.split(r'\s+', column)[0] if isinstance(column, str) else column['name'] for column in index['columns']]
        kept.append(index)
    return kept


def plain_mapping(value):
    """A mapping of a properties file, or of dbt_project.yml, without foreign keys at any depth."""
    if isinstance(value, list):
        return [plain_mapping(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        name = key.lstrip('+') if isinstance(key, str) else key
        if name in FOREIGN:
            continue
        if name == 'indexes' and isinstance(item, list):
            item = plain_indexes(item)
        elif name == 'incremental_strategy' and item == 'insert_overwrite':
            item = 'delete+insert'
        else:
            item = plain_mapping(item)
        result[key] = item
    # An exposure, a model or a folder that had nothing but foreign keys has an empty mapping now.
    return result


def closing(text, start):
    """The place of the bracket that closes the one before `start`."""
    depth, quote = 1, None
    for place in range(start, len(text)):
        character = text[place]
        if quote:
            quote = None if character == quote and text[place - 1] != '\\' else quote
        elif character in '\'"':
            quote = character
        elif character in '([{':
            depth += 1
        elif character in ')]}':
            depth -= 1
            if depth == 0:
                return place
    raise ValueError('a config() is not closed')


def literal(node):
    """A literal of Jinja, whose constants are spelt in lower case too."""
    for name in ast.walk(node):
        if isinstance(name, ast.Name) and name.id in ('true', 'false', 'none'):
            name.id = name.id.capitalize()
    text = ast.unparse(node)
    return ast.literal_eval(text)


def plain_arguments(text):
    """The arguments of a config() without what is foreign; those that stay keep their spelling."""
    call = ast.parse('f(' + text + ')', mode='eval')
    arguments = {keyword.arg: keyword.value for keyword in call.body.keywords}
    source = {name: ast.get_source_segment('f(' + text + ')', value) for name, value in arguments.items()}
    overwrites = source.get('incremental_strategy', '').strip('\'"') == 'insert_overwrite'
    if overwrites:
        source['incremental_strategy'] = "'delete+insert'"
        if 'unique_key' not in source:
            key = literal(arguments['partition_by'])
            source['unique_key'] = repr(key['field'] if isinstance(key, dict) else key)
    if 'indexes' in arguments:
        source['indexes'] = repr(plain_indexes(literal(arguments['indexes'])))
    return ', '.join(f'{name}={value}' for name, value in source.items() if name not in FOREIGN)


def plain_sql(text):
    """A model or snapshot whose config() calls are plain."""
    result, place = [], 0
    for match in CONFIG.finditer(text):
        end = closing(text, match.end())
        result += [text[place:match.end()], plain_arguments(text[match.end():end].strip())]
        place = end
    return ''.join(result) + text[place:]


def copy(project, target):
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    paths = ['dbt_project.yml'] + [
        os.path.relpath(os.path.join(folder, name), project)
        for top in FOLDERS for folder, _, names in os.walk(os.path.join(project, top)) for name in names]
    for path in paths:
        place = os.path.join(target, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if path.endswith(('.yml', '.yaml')):
            with open(os.path.join(project, path)) as file:
                content = plain_mapping(yaml.safe_load(file))
            with open(place, 'w') as file:
                yaml.safe_dump(content, file, sort_keys=False, allow_unicode=True, width=1000)
        elif path.endswith('.sql') and path.startswith(('models', 'snapshots')):
            with open(os.path.join(project, path)) as file:
                text = plain_sql(file.read())
            with open(place, 'w') as file:
                file.write(text)
        else:
            shutil.copy(os.path.join(project, path), place)


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    copy(sys.argv[1], sys.argv[2])
