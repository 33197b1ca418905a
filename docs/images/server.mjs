// What the scripts of this folder say to a server: its own API, W&B's and MLflow's.
import { createHash } from 'node:crypto';

/** Says things to the server at `base`; throws with its answer when it refuses. */
export function server(base) {
  const ask = async (path, method, body, headers = {}) => {
    const json = typeof body === 'object' && !(body instanceof Uint8Array);
    const answer = await fetch(path.startsWith('http') ? path : base + path, { method, headers: json ? { 'content-type': 'application/json', ...headers } : headers, body: json ? JSON.stringify(body) : body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const api = (path, body, method = body === undefined ? 'GET' : 'POST') => ask(`/api/v1${path}`, method, body);
  const graph = async (query, variables) => {
    const { data, errors } = await ask('/graphql', 'POST', { query, variables }, { authorization: `Basic ${btoa(`api:${'0'.repeat(40)}`)}` });
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const log = (run, lines) => ask(`/api/v1/runs/${run}/log`, 'POST', lines.map((line) => JSON.stringify(line)).join('\n'), { 'content-type': 'application/x-ndjson' });
  const put = (run, path, text) => ask(`/api/v1/runs/${run}/files/${path}`, 'PUT', text);
  const mlflow = (path, body) => ask(`/api/2.0/mlflow/${path}`, 'POST', body);
  return { base, ask, api, graph, log, put, mlflow };
}

/** Logs files as a version of an artifact, as W&B's clients do; answers its id. */
export async function logArtifact({ ask, graph }, { project, run, type, collection, files, aliases = ['latest'], metadata = {}, description }) {
  const [entityName, projectName] = project.split('/');
  const digest = createHash('md5').update(JSON.stringify(files)).digest('hex');
  const { createArtifact } = await graph('mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }', {
    input: { entityName, projectName, runName: run, artifactTypeName: type, artifactCollectionName: collection, digest, digestAlgorithm: 'MANIFEST_MD5', description, metadata: JSON.stringify(metadata), aliases: aliases.map((alias) => ({ artifactCollectionName: collection, alias })) },
  });
  const { id } = createArtifact.artifact;
  const contents = {};
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const md5 = createHash('md5').update(bytes).digest('base64');
    contents[name] = { digest: md5, size: bytes.length };
    const { createArtifactFiles } = await graph('mutation F($specs: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {artifactFiles: $specs, storageLayout: V2}) { files { edges { node { uploadUrl } } } } }', { specs: [{ artifactID: id, name, md5 }] });
    const { uploadUrl } = createArtifactFiles.files.edges[0].node;
    if (uploadUrl) await ask(uploadUrl, 'PUT', new Uint8Array(bytes));
  }
  const { createArtifactManifest } = await graph('mutation M($id: ID!, $p: String!, $r: String!) { createArtifactManifest(input: {name: "wandb_manifest.json", digest: "", artifactID: $id, entityName: "", projectName: $p, runName: $r, type: FULL}) { artifactManifest { file { uploadUrl } } } }', { id, p: projectName, r: run });
  await ask(createArtifactManifest.artifactManifest.file.uploadUrl, 'PUT', new Uint8Array(Buffer.from(JSON.stringify({ version: 1, storagePolicy: 'wandb-storage-policy-v1', contents }))));
  await graph('mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }', { id });
  return id;
}

/** Says that a run has used a version of an artifact. */
export const useArtifact = ({ graph }, project, run, artifact) => {
  const [entityName, projectName] = project.split('/');
  return graph('mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } } }', { input: { entityName, projectName, runName: run, artifactID: artifact } });
};
