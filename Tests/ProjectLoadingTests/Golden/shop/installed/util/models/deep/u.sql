{{ config(materialized='view', tags=['infile'], meta={'f': 1}) }} select 1 as id
