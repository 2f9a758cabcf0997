# Two services from one recipe: --target admin, --target sandbox. Neither runs as root.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma/package.json prisma/
COPY libs/dqe-idmobile/package.json libs/dqe-idmobile/
COPY libs/sealed-fields/package.json libs/sealed-fields/
COPY libs/transparency-log/package.json libs/transparency-log/
COPY apps/admin/package.json apps/admin/
COPY apps/dashboard/package.json apps/dashboard/
COPY apps/sandbox/package.json apps/sandbox/
RUN npm ci --ignore-scripts
COPY . .
# Of what is optional nothing is wanted: it is Prisma's command line, its studio and a TypeScript, half of all there would be.
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build /app /app
USER node
VOLUME /data

FROM runtime AS sandbox
EXPOSE 3001
CMD ["node", "apps/sandbox/dist/main.js"]

FROM runtime AS admin
EXPOSE 3000
HEALTHCHECK --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/admin/dist/main.js"]
