# The end of a load, put into its receipt: into no other one, should it arrive when another load has begun.
INSERT { GRAPH $graph { $end } }
WHERE { GRAPH $graph { $load <http://www.w3.org/ns/prov#startedAtTime> ?started } }
