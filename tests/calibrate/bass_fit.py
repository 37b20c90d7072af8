# A market of Bass's model, whose runs take milliseconds, and a study that calibrates it.
MARKET = """schema: 1
kind: scenario
name: market
model: bass
run: {until: 16d, tick: 4h, seed: 3}
network: {accounts: 1_000}
"""
STUDY = """schema: 1
kind: study
name: bass_fit
question: How much is innovation, how much imitation?
scenario: market.yaml
factors:
  innovation: {path: p, prior: log_uniform, range: [0.003, 0.1]}
  imitation:  {path: q, range: [0.1, 0.8]}
observed:
  - {measure: adopted, time: 3d, value: 0.151, error: 3%}
  - {measure: adopted, time: 6d, value: 0.439, error: 3%}
  - {measure: adopted, time: 10d, value: 0.813, error: 3%}
replicates: 2
calibrate: {waves: 2, points: 16, particles: 400, draws: 8}
"""  # what p = 0.03, q = 0.38 gives in the limit of many: Bass (1969), eq. 6
