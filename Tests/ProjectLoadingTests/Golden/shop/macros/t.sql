{% test my_t(model) %}select 1{% endtest %}{% test my_really_long_generic_test_name_for_hash(model,k,d,e,f) %}select 1{% endtest %}
