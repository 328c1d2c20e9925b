select
    cities.CityID as city_id,
    trim(cities.CityName) as city,
    cities.Zipcode as zipcode,
    trim(countries.CountryName) as country,
    upper(countries.CountryCode) as country_code
from {{ source('grocery', 'cities') }} as cities
left join {{ source('grocery', 'countries') }} as countries using (CountryID)
