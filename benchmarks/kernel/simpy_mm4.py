"""M/M/4 at load 0.8 in SimPy 3 (Debian: python3-simpy3). Prints CPU seconds and the mean wait."""
import random
import sys
import time

import simpy

customers = int(sys.argv[1])
random.seed(1)
waited = [0.0]


def customer(env, servers):
    arrived = env.now
    with servers.request() as turn:
        yield turn
        waited[0] += env.now - arrived
        yield env.timeout(random.expovariate(1.0))


def source(env, servers):
    for _ in range(customers):
        env.process(customer(env, servers))
        yield env.timeout(random.expovariate(3.2))


env = simpy.Environment()
servers = simpy.Resource(env, capacity=4)
env.process(source(env, servers))
began = time.process_time()
env.run()
print(time.process_time() - began, waited[0] / customers)
