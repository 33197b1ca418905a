import * as THREE from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { send } from '../api/http';
import type { Json } from '../api/types';
import { readColours } from '../charts/colours';
import { formatCount } from '../charts/ticks';
import { boxEdges, readCloud } from './cloud';
import { classRgb } from './colours';

/** A three-dimensional picture on the page. */
export interface Stage {
  words: string;
  /** How many points, boxes and meshes are drawn. */
  things: number;
  hasPoints: boolean;
  labels: { text: string; colour: string }[];
  setPointSize: (pixels: number) => void;
  reset: () => void;
  close: () => void;
}

interface Content {
  object: THREE.Object3D;
  words: string;
  things: number;
  labels: Stage['labels'];
  points?: THREE.PointsMaterial;
}

const many = (n: number, word: string) => `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`;

function cloudOf(document: Json, ink: string): Content {
  const cloud = readCloud(document, classRgb);
  if (!cloud) throw new Error('it holds no points.');
  const group = new THREE.Group();
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(cloud.positions, 3));
  const coloured = cloud.colours.length > 0;
  if (coloured) geometry.setAttribute('color', new THREE.BufferAttribute(cloud.colours, 3));
  const material = new THREE.PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: coloured, ...(coloured ? {} : { color: ink }) });
  group.add(new THREE.Points(geometry, material));
  for (const box of cloud.boxes) {
    const edges = new THREE.BufferGeometry();
    edges.setAttribute('position', new THREE.Float32BufferAttribute(boxEdges(box.corners), 3));
    group.add(new THREE.LineSegments(edges, new THREE.LineBasicMaterial({ color: box.colour })));
  }
  for (const { start, end } of cloud.vectors) {
    const [from, to] = [new THREE.Vector3(...start), new THREE.Vector3(...end)];
    const along = to.clone().sub(from);
    group.add(new THREE.ArrowHelper(along.clone().normalize(), from, along.length(), '#ff5c33'));
  }
  const count = cloud.positions.length / 3;
  return {
    object: group, points: material, things: count + cloud.boxes.length + cloud.vectors.length, labels: cloud.boxes.filter((b) => b.label !== '').map((b) => ({ text: b.label, colour: b.colour })),
    words: [many(count, 'point'), cloud.boxes.length > 0 && (cloud.boxes.length === 1 ? '1 box' : `${cloud.boxes.length} boxes`), cloud.vectors.length > 0 && many(cloud.vectors.length, 'arrow')].filter(Boolean).join(', '),
  };
}

async function meshOf(extension: string, bytes: ArrayBuffer): Promise<THREE.Object3D> {
  const plain = () => new THREE.MeshStandardMaterial({ color: '#9fb0a6', roughness: 0.75, side: THREE.DoubleSide });
  if (extension === 'obj') {
    const { OBJLoader } = await import('three/addons/loaders/OBJLoader.js');
    const object = new OBJLoader().parse(new TextDecoder().decode(bytes));
    object.traverse((child) => { if (child instanceof THREE.Mesh) child.material = plain(); });
    return object;
  }
  if (extension === 'stl') {
    const { STLLoader } = await import('three/addons/loaders/STLLoader.js');
    return new THREE.Mesh(new STLLoader().parse(bytes), plain());
  }
  if (extension === 'ply') {
    const { PLYLoader } = await import('three/addons/loaders/PLYLoader.js');
    const geometry = new PLYLoader().parse(bytes);
    if (!geometry.index) return new THREE.Points(geometry, new THREE.PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: geometry.hasAttribute('color') }));
    geometry.computeVertexNormals();
    return new THREE.Mesh(geometry, plain());
  }
  if (extension === 'glb' || extension === 'gltf') {
    const { GLTFLoader } = await import('three/addons/loaders/GLTFLoader.js');
    return (await new GLTFLoader().parseAsync(extension === 'glb' ? bytes : new TextDecoder().decode(bytes), '')).scene;
  }
  throw new Error(`.${extension} files are not drawn here; .pts.json, .glb, .gltf, .obj, .stl and .ply are. Download it to look into it.`);
}

async function contentOf(path: string, bytes: ArrayBuffer, ink: string): Promise<Content> {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'json') return cloudOf(JSON.parse(new TextDecoder().decode(bytes)) as Json, ink);
  const object = await meshOf(extension, bytes);
  let [faces, things] = [0, 0];
  object.traverse((child) => {
    if (!(child instanceof THREE.Mesh || child instanceof THREE.Points)) return;
    things++;
    const geometry = child.geometry as THREE.BufferGeometry;
    if (geometry.attributes.position && child instanceof THREE.Mesh) {
      faces += (geometry.index?.count ?? geometry.attributes.position.count) / 3;
      if (!geometry.attributes.normal) geometry.computeVertexNormals();
    }
  });
  if (things === 0) throw new Error('it holds no mesh.');
  return { object, words: many(Math.round(faces), 'triangle'), things, labels: [] };
}

function free(object: THREE.Object3D): void {
  object.traverse((child) => {
    const { geometry, material } = child as Partial<THREE.Mesh>;
    geometry?.dispose();
    for (const one of Array.isArray(material) ? material : material ? [material] : []) one.dispose();
  });
}

/** Reads a point cloud or mesh and draws it into an element; throws where it cannot be read, or the browser has no WebGL. */
export async function openStage(host: HTMLElement, url: string, path: string, signal: AbortSignal): Promise<Stage> {
  const bytes = await (await send(url.replace('/api/v1', ''), { signal })).arrayBuffer();
  const colours = readColours(host);
  const content = await contentOf(path, bytes, colours.text);
  let renderer: THREE.WebGLRenderer;
  try {
    renderer = new THREE.WebGLRenderer({ antialias: true });
  } catch {
    free(content.object);
    throw new Error('this browser has no WebGL.');
  }
  const scene = new THREE.Scene();
  scene.background = new THREE.Color(colours.panel);
  scene.add(content.object, new THREE.HemisphereLight('#ffffff', '#8a8f88', 2.2));
  const sun = new THREE.DirectionalLight('#ffffff', 1.6);
  const bounds = new THREE.Box3().setFromObject(content.object);
  const middle = bounds.getCenter(new THREE.Vector3());
  const reach = Math.max(1e-6, bounds.getSize(new THREE.Vector3()).length() / 2);
  sun.position.copy(middle).add(new THREE.Vector3(reach, reach * 2, reach * 1.5));
  scene.add(sun);
  const camera = new THREE.PerspectiveCamera(45, 1, reach / 500, reach * 100);
  // Clouds come from sensors and stand on their z; meshes stand on their y.
  const upright = path.endsWith('.json') ? new THREE.Vector3(0.9, -1.3, 0.9) : new THREE.Vector3(0.9, 0.7, 1.3);
  if (path.endsWith('.json')) camera.up.set(0, 0, 1);
  const controls = new OrbitControls(camera, renderer.domElement);
  let asked = 0;
  const draw = () => {
    asked = 0;
    renderer.render(scene, camera);
    host.dataset.drawn = 'true';
  };
  const ask = () => { asked ||= requestAnimationFrame(draw); };
  const reset = () => {
    camera.position.copy(middle).add(upright.clone().normalize().multiplyScalar(reach * 2.1));
    controls.target.copy(middle);
    controls.update();
    ask();
  };
  controls.addEventListener('change', ask);
  const canvas = renderer.domElement;
  host.replaceChildren(canvas);
  const sizes = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect;
    renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    renderer.setSize(width, height);
    camera.aspect = width / Math.max(1, height);
    camera.updateProjectionMatrix();
    ask();
  });
  sizes.observe(host);
  reset();
  return {
    words: content.words, things: content.things, labels: content.labels, hasPoints: content.points !== undefined, reset,
    setPointSize: (pixels) => {
      if (!content.points) return;
      content.points.size = pixels;
      ask();
    },
    close: () => {
      cancelAnimationFrame(asked);
      sizes.disconnect();
      controls.dispose();
      free(content.object);
      renderer.dispose();
      renderer.forceContextLoss();
      canvas.remove();
      delete host.dataset.drawn;
    },
  };
}
