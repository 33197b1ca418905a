// Two interleaved half circles with noise, and a small network that learns to tell them apart: enough to train for real
// in a moment. Everything follows from the seeds.

/** Numbers between 0 and 1 that follow from a seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const gaussian = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** `n` examples `[x, y, label]`, half of each moon. */
export function moons(n, noise, seed) {
  const random = randomFrom(seed);
  return Array.from({ length: n }, (_, i) => {
    const [label, angle] = [i % 2, Math.PI * random()];
    const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + noise * gaussian(random), y + noise * gaussian(random), label];
  });
}

const ACTIVATIONS = {
  tanh: [Math.tanh, (out) => 1 - out * out],
  relu: [(x) => (x > 0 ? x : 0), (out) => (out > 0 ? 1 : 0)],
};

/** The network's scores for label 1. */
export function scores({ inner, outer, bias }, [activate], examples) {
  return examples.map(([x, y]) => 1 / (1 + Math.exp(-outer.reduce((sum, weight, k) => sum + weight * activate(inner[k][0] * x + inner[k][1] * y + inner[k][2]), bias))));
}

const measure = (guesses, examples) => {
  let [loss, right] = [0, 0];
  guesses.forEach((p, i) => {
    const label = examples[i][2];
    loss -= Math.log(Math.max(1e-12, label === 1 ? p : 1 - p));
    right += Number(p >= 0.5) === label ? 1 : 0;
  });
  return { loss: guesses.some(Number.isNaN) ? NaN : loss / examples.length, accuracy: right / examples.length };
};

/** Trains by stochastic gradient descent and calls `onEpoch(epoch, metrics)` after each; answers the scores of the validation examples. */
export async function train({ hidden, activation, learningRate, weightDecay = 0, epochs, seed }, training, validation, onEpoch) {
  const random = randomFrom(seed);
  const functions = ACTIVATIONS[activation];
  const [activate, slope] = functions;
  const net = { inner: Array.from({ length: hidden }, () => [gaussian(random), gaussian(random), 0]), outer: Array.from({ length: hidden }, () => gaussian(random) / Math.sqrt(hidden)), bias: 0 };
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let at = 0; at < training.length; at++) {
      const [x, y, label] = training[Math.floor(random() * training.length)];
      const out = net.inner.map(([a, b, c]) => activate(a * x + b * y + c));
      const error = 1 / (1 + Math.exp(-net.outer.reduce((sum, weight, k) => sum + weight * out[k], net.bias))) - label;
      net.inner.forEach((weights, k) => {
        const back = error * net.outer[k] * slope(out[k]);
        weights[0] -= learningRate * (back * x + weightDecay * weights[0]);
        weights[1] -= learningRate * (back * y + weightDecay * weights[1]);
        weights[2] -= learningRate * back;
        net.outer[k] -= learningRate * (error * out[k] + weightDecay * net.outer[k]);
      });
      net.bias -= learningRate * error;
    }
    const [own, held] = [measure(scores(net, functions, training), training), measure(scores(net, functions, validation), validation)];
    await onEpoch(epoch, { 'train/loss': own.loss, 'train/accuracy': own.accuracy, 'val/loss': held.loss, 'val/accuracy': held.accuracy });
  }
  return { net, guesses: scores(net, functions, validation) };
}
