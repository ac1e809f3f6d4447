"""What other systems call: Arrow, Ray, Spark, spaCy. Importing a module of this package asks for its extra; this file loads none."""
