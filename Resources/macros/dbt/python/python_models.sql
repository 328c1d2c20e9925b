{# What surrounds the code of a model in Python. PostgreSQL does not run any; the text is what `compile` shows. #}

{% macro resolve_model_name(input_model_name) %}
  {{ return(adapter.dispatch('resolve_model_name', 'dbt')(input_model_name)) }}
{% endmacro %}

{% macro default__resolve_model_name(input_model_name) -%}
  {{ input_model_name | string | replace('"', '\"') }}
{%- endmacro %}


{# Functions that find by name what the model reads. An overridden `ref` may give text instead of a relation. #}
{% macro build_ref_function(model) %}
  {%- set relations = {} -%}
  {%- for reference in model.refs -%}
    {%- set path = [reference['package'], reference['name']] if reference.get('package') else [reference['name']] -%}
    {%- set relation = ref(*path, v=reference.get('version')) -%}
    {%- if relation.render is defined and relation.render is callable -%}
      {%- set relation = relation.render() -%}
    {%- endif -%}
    {%- if reference.get('version') -%}
      {%- do path.append('v' ~ reference['version']) -%}
    {%- endif -%}
    {%- do relations.update({path | join('.'): resolve_model_name(relation)}) -%}
  {%- endfor %}
def ref(*path, **options):
    version = options.get("v") or options.get("version")
    name = ".".join(path + ((f"v{version}",) if version else ()))
    return options["dbt_load_df_function"]({{ relations | tojson }}[name])
{% endmacro %}

{% macro build_source_function(model) %}
  {%- set relations = {} -%}
  {%- for path in model.sources -%}
    {%- do relations.update({path | join('.'): resolve_model_name(source(*path))}) -%}
  {%- endfor %}
def source(*path, dbt_load_df_function):
    return dbt_load_df_function({{ relations | tojson }}[".".join(path)])
{% endmacro %}


{# The configs that the code asks for, with what it gives as their defaults. #}
{% macro build_config_dict(model) %}
  {%- set settings = {} -%}
  {%- for key, default in zip(model.config.config_keys_used, model.config.config_keys_defaults) | list -%}
    {%- do settings.update({key: model.config.get(key, default)}) -%}
  {%- endfor -%}
  {%- set meta = {} -%}
  {%- if model.config.meta_keys_used -%}
    {%- for key, default in zip(model.config.meta_keys_used, model.config.meta_keys_defaults) | list -%}
      {%- do meta.update({key: (model.config.meta or {}).get(key, default)}) -%}
    {%- endfor -%}
  {%- endif %}
config_dict = {{ settings }}
meta_dict = {{ meta }}
{% endmacro %}


{% macro py_script_postfix(model) %}
# Below: what the model's code above calls.
{{ build_ref_function(model) }}
{{ build_source_function(model) }}
{{ build_config_dict(model) }}

class config:
    get = staticmethod(config_dict.get)
    meta_get = staticmethod(meta_dict.get)


class this:
    database = "{{ this.database }}"
    schema = "{{ this.schema }}"
    identifier = "{{ this.identifier }}"

    def __repr__(self):
        return '{{ resolve_model_name(this) }}'


class dbtObj:
    def __init__(self, load_df_function):
        self.source = lambda *path: source(*path, dbt_load_df_function=load_df_function)
        self.ref = lambda *path, **options: ref(*path, **options, dbt_load_df_function=load_df_function)
        self.config = config
        self.this = this()
        self.is_incremental = {{ is_incremental() }}

{{ py_script_comment() }}
{% endmacro %}

{% macro py_script_comment() %}
{% endmacro %}
