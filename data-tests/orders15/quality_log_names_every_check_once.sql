select check_name
from {{ ref('data_quality_checks') }}
group by check_name
having count(*) > 1
